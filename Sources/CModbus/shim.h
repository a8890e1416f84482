// The system's libmodbus. Distributions put its headers in a folder of their own; pkg-config names the folder where
// it is known, the plain include path has it otherwise.
#if __has_include(<modbus/modbus.h>)
#include <modbus/modbus.h>
#else
#include <modbus.h>
#endif
