/* libmodbus with a new context after each error. `leak`: the old one is neither closed nor freed. */
#include <modbus.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int main(int count, char **arguments) {
    int leak = count > 1 && strcmp(arguments[1], "leak") == 0;
    uint16_t values[10];
    for (;;) {
        modbus_t *context = modbus_new_tcp(getenv("MODBUS_HOST"), atoi(getenv("MODBUS_PORT")));
        modbus_set_response_timeout(context, 2, 0);
        if (modbus_connect(context) == 0)
            while (modbus_read_registers(context, 0, 10, values) == 10) usleep(50000);
        if (!leak) {
            modbus_close(context);
            modbus_free(context);
        }
        usleep(100000);
    }
}
