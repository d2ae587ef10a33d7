package org.distroc.boot.diagnose;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.distroc.boot.Fact;
import org.distroc.boot.Facts;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The name of the call on the console, as programs print it. */
class FailedCallsTest {
  private static final String LACKS =
      "epoll_create1\tepoll_create1\t`EPOLL: y`\n"
          + "eventfd\teventfd2\t`EVENTFD: y`\n"
          + "socket\tsocket\t`NET: y`\n";

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "epoll_create1: Function not implemented, epoll_create1",
        "init: eventfd(0) failed: Function not implemented, eventfd2",
        "socket: errno 38, socket",
        "socket = -1 ENOSYS, socket",
        "socket: errno = 38, socket",
        "socket: errno 380, -",
        "mount: Function not implemented, -",
        "socket: Permission denied, -",
        "my_socket: Function not implemented, -",
      })
  void isTheOneThatTheKernelLacks(String line, String call) {
    Facts.Builder facts = new Facts.Builder().put(Fact.KERNEL_LACKS, LACKS);
    FailedCalls.addTo(facts, "Run /init as init process\n" + line + "\nbye\n");
    assertEquals(Optional.ofNullable(call), facts.build().get(Fact.CALL_NAME));
  }
}
