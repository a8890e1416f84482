-- LuaSocket: ten holding registers twenty times a second; the last 500 answers are kept.
local socket = require("socket")
local history, first, last = {}, 1, 0
while true do
    local connection = socket.tcp()
    connection:settimeout(2)
    if connection:connect(os.getenv("MODBUS_HOST"), tonumber(os.getenv("MODBUS_PORT"))) then
        while connection:send(string.pack(">HHHBBHH", 1, 0, 6, 1, 3, 0, 10)) do
            local reply = connection:receive(29)
            if not reply then break end
            last = last + 1
            history[last] = { level = string.unpack(">H", reply, 10), text = ("level "):rep(20) }
            if last - first >= 500 then history[first] = nil; first = first + 1 end
            socket.sleep(0.05)
        end
    end
    connection:close()
    socket.sleep(0.1)
end
