package org.distroc.debug;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.distroc.arch.x86_64.X8664;
import org.distroc.diag.Code;
import org.distroc.diag.Failure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which kernels can be traced. */
class SyscallTracerTest {

  @Test
  void aKernelWithoutTheFunctionIsRefused(@TempDir Path folder) throws IOException {
    Path map = folder.resolve("System.map");
    Files.writeString(map, "c1000000 T _text\nc1001000 T do_int80_syscall_32\n");
    SystemMap symbols = SystemMap.read(map);
    assertEquals("do_int80_syscall_32", symbols.functionAt(0xc1001000L));
    Failure failure =
        assertThrows(
            Failure.class,
            () -> new SyscallTracer(null, null, X8664.ARCHITECTURE, symbols, event -> {}));
    assertEquals(Code.D7060, failure.diagnostics().get(0).code());
  }
}
