#if __has_include("syscalls.h")
#include "syscalls.h"
#else
#include <unistd.h>
#endif

int main(void) {
  write(1, "hello\n", 6);
  for (;;)
    pause();
}
