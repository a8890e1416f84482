# Ten holding registers twenty times a second; the last 500 answers are kept.
require 'socket'

history = []
loop do
  begin
    Socket.tcp(ENV['MODBUS_HOST'], ENV['MODBUS_PORT'].to_i, connect_timeout: 2) do |socket|
      loop do
        socket.write([1, 0, 6, 1, 3, 0, 10].pack('nnnCCnn'))
        reply = socket.readpartial(29)
        history << { values: reply[9..].unpack('n*'), text: "level #{reply[9..].unpack1('n')}" * 10 }
        history.shift if history.size > 500
        sleep 0.05
      end
    end
  rescue SystemCallError, EOFError
    sleep 0.1
  end
end
