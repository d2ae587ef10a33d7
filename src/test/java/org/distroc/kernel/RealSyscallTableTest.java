package org.distroc.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("kernel")
class RealSyscallTableTest {
  static List<KernelTree> trees() throws IOException {
    return RealTrees.all();
  }

  @ParameterizedTest
  @MethodSource("trees")
  void everyCallOfTheTableCompilesAsPlainC(KernelTree tree, @TempDir Path folder)
      throws IOException, InterruptedException {
    SyscallTable table = SyscallTable.read(tree, SyscallAbi.X86_64);
    StringBuilder prototypes = new StringBuilder();
    Set<String> tags = new TreeSet<>();
    for (String name : table.names()) {
      Syscall call = table.find(name, Optional.empty());
      tags.addAll(call.tags());
      prototypes.append(call.prototype()).append(";\n");
      assertTrue(call.parameters().size() <= 6, call.prototype());
    }
    StringBuilder header = new StringBuilder();
    tags.forEach(tag -> header.append(tag).append(";\n"));
    Path file = Files.writeString(folder.resolve("calls.h"), header.append(prototypes));
    List<String> command =
        List.of("gcc", "-std=c11", "-ffreestanding", "-nostdinc", "-Wall", "-Wextra", "-Wpedantic",
            "-Werror", "-fsyntax-only", "-xc", file.toString());
    Process gcc = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(gcc.getInputStream().readAllBytes());
    assertEquals(0, gcc.waitFor(), said);
    assertTrue(table.names().size() > 340, "only " + table.names().size());
  }

}
