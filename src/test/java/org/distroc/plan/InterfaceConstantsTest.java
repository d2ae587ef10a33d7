package org.distroc.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.distroc.arch.SyscallAbi;
import org.distroc.diag.Code;
import org.distroc.diag.Failure;
import org.distroc.kernel.KernelRelease;
import org.distroc.kernel.KernelTree;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Numbers out of the headers of a small tree. */
class InterfaceConstantsTest {
  @TempDir Path folder;
  private InterfaceConstants constants;

  @BeforeEach
  void tree() throws IOException {
    for (String name : List.of("Kconfig", "Kbuild", "arch/toy/Kconfig")) {
      write(name, "");
    }
    KernelRelease release = new KernelRelease(6, 1, 0, "");
    KernelTree tree = new KernelTree(folder.toRealPath(), release, "folder:toy", false, "a toy");
    constants =
        new InterfaceConstants(tree, new SyscallAbi("toy", "arch/toy", List.of(), Set.of()));
  }

  private void write(String path, String text) throws IOException {
    Files.createDirectories(folder.resolve(path).getParent());
    Files.writeString(folder.resolve(path), text);
  }

  private String find(String header, String name) {
    InterfaceConstants.Constant found = constants.find(header, name);
    return found.value() + " " + found.file() + ":" + found.line();
  }

  @Test
  void theArchitecturesOwnComeFirst() throws IOException {
    write("include/uapi/asm-generic/signal.h", "#define SIGCHLD 17\n#define SIGUSR1\t 10\n");
    write("arch/toy/include/uapi/asm/signal.h", "/* text */\n\n# define SIGCHLD\t18 /* ended */\n");
    assertEquals("18 arch/toy/include/uapi/asm/signal.h:3", find("signal.h", "SIGCHLD"));
    assertEquals("10 include/uapi/asm-generic/signal.h:2", find("signal.h", "SIGUSR1"));
  }

  @Test
  void aNameForAnotherNameIsNoNumber() throws IOException {
    write("arch/toy/include/asm/signal.h", "#define _NSIG _OTHER\n#define SIGA 1.5\n");
    write("include/uapi/asm-generic/signal-defs.h", "#define SIG_BLOCK 0\n");
    write("include/uapi/asm-generic/signal.h", "#define _NSIG 64\n");
    assertEquals("64 include/uapi/asm-generic/signal.h:1", find("signal.h", "_NSIG"));
    assertEquals("0 include/uapi/asm-generic/signal-defs.h:1", find("signal.h", "SIG_BLOCK"));
    assertEquals(
        Code.D2012,
        assertThrows(Failure.class, () -> find("signal.h", "SIGA")).diagnostics().get(0).code());
  }

  @Test
  void enumsCountToo() throws IOException {
    write("include/linux/net.h", "enum sock_type {\n\tSOCK_STREAM\t= 1,\n\tSOCK_DGRAM = 2\n};\n");
    write("arch/toy/include/asm/socket.h", "enum sock_type {\n\tSOCK_DGRAM\t= 1,\n};\n");
    assertEquals("1 arch/toy/include/asm/socket.h:2", find("socket.h", "SOCK_DGRAM"));
    assertEquals("1 include/linux/net.h:2", find("socket.h", "SOCK_STREAM"));
  }

  @Test
  void aTreeWithoutAHeaderIsNamed() {
    Failure failure = assertThrows(Failure.class, () -> find("ioctls.h", "TIOCSCTTY"));
    String text = failure.diagnostics().get(0).toString();
    assertTrue(text.contains("does not define `TIOCSCTTY` for toy"), text);
  }
}
