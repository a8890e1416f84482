// goburrow/modbus with a heartbeat for each connection. `leak`: the heartbeat of a lost connection, and with it its
// handler and socket, stays.
package main

import (
	"os"
	"time"

	"github.com/goburrow/modbus"
)

func heartbeat(handler *modbus.TCPClientHandler, end chan bool) {
	ticker := time.NewTicker(time.Hour)
	defer ticker.Stop()
	for {
		select {
		case <-ticker.C:
			modbus.NewClient(handler).ReadCoils(0, 1)
		case <-end:
			handler.Close()
			return
		}
	}
}

func main() {
	for {
		handler := modbus.NewTCPClientHandler(os.Getenv("MODBUS_HOST") + ":" + os.Getenv("MODBUS_PORT"))
		handler.SlaveId = 1
		handler.IdleTimeout = 0
		handler.Timeout = 2 * time.Second
		end := make(chan bool)
		if handler.Connect() == nil {
			go heartbeat(handler, end)
			client := modbus.NewClient(handler)
			for {
				if _, err := client.ReadHoldingRegisters(0, 10); err != nil {
					break
				}
				time.Sleep(50 * time.Millisecond)
			}
			if len(os.Args) < 2 || os.Args[1] != "leak" {
				close(end)
			}
		}
		time.Sleep(100 * time.Millisecond)
	}
}
