import FaultPlan
import Text

extension FaultCatalogue {
    /// Every kind with its parameters' names and sentences, a list of objects.
    static var json: JSONValue {
        .array(
            entries.map { entry in
                [
                    "kind": .string(entry.kind), "layer": .string(entry.layer.rawValue),
                    "extent": .string(entry.extent.rawValue), "sentence": .string(entry.sentence),
                    "parameters": .array(
                        entry.parameters.map {
                            [
                                "name": .string($0.name), "sentence": .string($0.sentence),
                                "required": .bool($0.standard == nil && !$0.isOptional),
                            ]
                        }),
                ]
            })
    }
}
