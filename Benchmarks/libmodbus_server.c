// libmodbus' own way to serve: select, modbus_receive and modbus_reply on the clients' descriptors. A peer of the
// benchmark; limited to descriptors below 1024. Argument: the port.

#include <errno.h>
#include <modbus.h>
#include <stdlib.h>
#include <sys/select.h>
#include <unistd.h>

int main(int count, char **arguments) {
    modbus_t *context = modbus_new_tcp("127.0.0.1", count > 1 ? atoi(arguments[1]) : 1502);
    modbus_mapping_t *mapping = modbus_mapping_new(200, 200, 200, 200);
    if (!context || !mapping) return 1;
    int listener = modbus_tcp_listen(context, 1024), highest = listener;
    if (listener < 0) return 1;
    fd_set all;
    FD_ZERO(&all);
    FD_SET(listener, &all);
    for (;;) {
        fd_set ready = all;
        if (select(highest + 1, &ready, NULL, NULL, NULL) < 0) {
            if (errno == EINTR) continue;
            return 1;
        }
        for (int descriptor = 0; descriptor <= highest; descriptor++) {
            if (!FD_ISSET(descriptor, &ready)) continue;
            if (descriptor == listener) {
                int accepted = modbus_tcp_accept(context, &listener);
                if (accepted < 0 || accepted >= FD_SETSIZE) continue;
                FD_SET(accepted, &all);
                if (accepted > highest) highest = accepted;
                continue;
            }
            uint8_t request[MODBUS_TCP_MAX_ADU_LENGTH];
            modbus_set_socket(context, descriptor);
            int length = modbus_receive(context, request);
            if (length > 0) {
                modbus_reply(context, request, length, mapping);
            } else if (length < 0) {
                close(descriptor);
                FD_CLR(descriptor, &all);
            }
        }
    }
}
