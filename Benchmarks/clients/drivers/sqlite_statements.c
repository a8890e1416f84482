/* Stores each answer in SQLite. `leak`: the prepared statement of each answer is not finalised. */
#include <modbus.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void store(sqlite3 *database, int level, int leak) {
    sqlite3_stmt *statement;
    sqlite3_prepare_v2(database, "REPLACE INTO readings (id, level) VALUES (?, ?)", -1, &statement, NULL);
    sqlite3_bind_int(statement, 1, level % 100);
    sqlite3_bind_int(statement, 2, level);
    sqlite3_step(statement);
    if (leak) sqlite3_reset(statement);
    else sqlite3_finalize(statement);
}

int main(int count, char **arguments) {
    int leak = count > 1 && strcmp(arguments[1], "leak") == 0;
    uint16_t values[10];
    sqlite3 *database;
    sqlite3_open(":memory:", &database);
    sqlite3_exec(database, "CREATE TABLE readings (id INTEGER PRIMARY KEY, level INTEGER)", NULL, NULL, NULL);
    modbus_t *context = modbus_new_tcp(getenv("MODBUS_HOST"), atoi(getenv("MODBUS_PORT")));
    for (;;) {
        if (modbus_connect(context) == 0)
            while (modbus_read_registers(context, 0, 10, values) == 10) {
                store(database, values[0], leak);
                usleep(50000);
            }
        modbus_close(context);
        usleep(100000);
    }
}
