import Text

/// Our JSON value; FlyingFox has a type of the same name.
package typealias JSONValue = Text.JSONValue
