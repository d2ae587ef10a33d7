package org.distroc.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.distroc.arch.Architecture;
import org.distroc.arch.SyscallAbi;
import org.distroc.arch.catalogue.Architectures;
import org.distroc.diag.Failure;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The system calls of every architecture in real kernels, held against a C preprocessor. */
@Tag("kernel")
class RealArchitecturesTest {
  @TempDir Path folder;

  static Stream<Arguments> families() throws IOException {
    List<Arguments> families = new ArrayList<>();
    for (KernelTree tree : RealTrees.all()) {
      Architectures.ALL.forEach(one -> families.add(Arguments.of(tree, one)));
    }
    return families.stream();
  }

  @ParameterizedTest
  @MethodSource("families")
  void everyCallIsUnderstoodAndCompilesAsPlainC(KernelTree tree, Architecture architecture)
      throws Exception {
    SyscallTable table = SyscallTable.read(tree, architecture.syscalls());
    StringBuilder prototypes = new StringBuilder();
    Set<String> tags = new TreeSet<>();
    Set<String> unknown = new TreeSet<>();
    for (String name : table.names()) {
      try {
        Syscall call = table.find(name, Optional.empty());
        tags.addAll(call.tags());
        prototypes.append(call.prototype()).append(";\n");
        assertTrue(call.words(false) <= 7, call.prototype());
      } catch (Failure failure) {
        unknown.add(name);
      }
    }
    System.out.println(
        tree.release() + " " + architecture.name() + ": " + table.names().size() + " " + unknown);
    assertTrue(unknown.size() <= 12, architecture.name() + ": " + unknown);
    for (String needed : List.of("read", "write", "openat", "clone", "execve", "wait4", "exit")) {
      assertTrue(table.has(needed) && !unknown.contains(needed), needed);
    }
    StringBuilder header = new StringBuilder();
    tags.forEach(tag -> header.append(tag).append(";\n"));
    Path file = Files.writeString(folder.resolve("calls.h"), header.append(prototypes));
    run(
        "gcc -std=c11 -ffreestanding -nostdinc -Wall -Wextra -Wpedantic -Werror -fsyntax-only -xc "
            + file);
  }

  /** Only a preprocessor really reads headers. */
  @ParameterizedTest
  @MethodSource("families")
  void numbersOfHeadersAreThoseOfThePreprocessor(KernelTree tree, Architecture architecture)
      throws Exception {
    SyscallAbi abi = architecture.syscalls();
    if (!(SyscallEntries.source(tree, abi).orElseThrow() instanceof SyscallAbi.Header header)) {
      return;
    }
    Map<String, Integer> found = new TreeMap<>();
    SyscallEntries.read(tree, abi).forEach((name, entry) -> found.put(name, entry.number()));
    // The value of each macro, by itself on a line after a word that is no macro.
    StringBuilder text = new StringBuilder("#include \"" + header.file() + "\"\n");
    found.keySet().forEach(name -> text.append("IS ").append(name).append(" __NR_" + name + "\n"));
    Files.createDirectories(folder.resolve("asm-generic"));
    Files.createDirectories(folder.resolve("asm"));
    Files.writeString(folder.resolve("asm/bitsperlong.h"), "#define __BITS_PER_LONG 64\n");
    Path file = Files.writeString(folder.resolve("numbers.c"), text);
    String root = tree.root().toString();
    String flags = "gcc -nostdinc -I" + folder + " -I" + root + " -I" + root + "/include/uapi ";
    String defined = run(flags + "-E -dM " + file);
    Set<String> names = new TreeSet<>();
    Matcher macro = Pattern.compile("(?m)^#define __NR_(\\w+) ").matcher(defined);
    while (macro.find()) {
      names.add(macro.group(1));
    }
    names.removeAll(List.of("syscalls", "arch_specific_syscall"));
    assertEquals(names, found.keySet());
    String values = run(flags + "-E -P " + file);
    for (Map.Entry<String, Integer> each : found.entrySet()) {
      Matcher value =
          Pattern.compile("(?m)\\bIS " + each.getKey() + " \\(?(\\d+)(?: \\+ (\\d+)\\))?")
              .matcher(values);
      assertTrue(value.find(), each.getKey());
      int sum = Integer.parseInt(value.group(1));
      sum += value.group(2) == null ? 0 : Integer.parseInt(value.group(2));
      assertEquals(sum, each.getValue(), each.getKey());
    }
    assertTrue(found.size() > 300, found.size() + " calls");
  }

  private static String run(String command) throws Exception {
    Process process = new ProcessBuilder(command.split(" ")).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes());
    assertEquals(0, process.waitFor(), output);
    return output;
  }
}
