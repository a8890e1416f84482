/// What a unit says about itself: function 17 and function 43 / MEI type 14.
package struct DeviceIdentity: Hashable, Sendable {
    /// The MEI type of device identification.
    package static let meiType: UInt8 = 14
    /// The longest object or function 17 text, in bytes: one object must fit a reply of 253 bytes.
    package static let longestText = 244

    /// The first byte of function 17's reply.
    package var serverID: UInt8
    /// The text after function 17's run indicator.
    package var serverText: String
    /// Objects by id: 0 vendor name, 1 product code, 2 revision (these three always present), 3 vendor URL, 4 product
    /// name, 5 model name, 6 user application name, 128...255 private.
    package var objects: [UInt8: String]

    /// An identity; the regular objects that are empty are left out.
    package init(
        serverID: UInt8 = 1, serverText: String = "twinsim", vendorName: String = "twinsim",
        productCode: String = "TWIN", revision: String = "1.0", vendorURL: String = "", productName: String = "",
        modelName: String = "", userApplicationName: String = "", privateObjects: [UInt8: String] = [:]
    ) {
        self.serverID = serverID
        self.serverText = serverText
        objects = [0: vendorName, 1: productCode, 2: revision]
        for (id, text) in [3: vendorURL, 4: productName, 5: modelName, 6: userApplicationName] where !text.isEmpty {
            objects[UInt8(id)] = text
        }
        for (id, text) in privateObjects where id >= 128 { objects[id] = text }
    }

    /// The first text that is longer than a reply can carry, or nil.
    package var overlongText: String? {
        ([serverText] + objects.sorted { $0.key < $1.key }.map(\.value)).first { $0.utf8.count > Self.longestText }
    }
}
