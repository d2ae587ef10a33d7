package org.distroc.builder.toolchain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.distroc.arch.CrossCompiler;
import org.distroc.arch.x86_64.X8664;
import org.distroc.host.Host;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which changes of programs change the identity of the toolchain. */
class ToolchainTest {
  @TempDir Path temporary;
  private Path bin;
  private Path asked;
  private Host host;

  @BeforeEach
  void makeTools() throws IOException {
    temporary = temporary.toRealPath();
    bin = Files.createDirectory(temporary.resolve("bin"));
    asked = temporary.resolve("asked");
    host =
        new Host(Map.of("PATH", bin + ":/usr/bin:/bin", "HOME", temporary.toString()), temporary);
    tool("cc1", "the compiler");
    tool("gcc", "#!/bin/sh\necho \"$1\" >>" + asked + "\necho " + bin + "/cc1\n");
    for (String name : new String[] {"ld", "make", "pahole", "rustc", "xorriso"}) {
      tool(name, "a tool");
    }
  }

  private static Toolchain of(Host host) throws IOException {
    return Toolchain.of(host, X8664.ARCHITECTURE.compiler());
  }

  private void tool(String name, String text) throws IOException {
    Files.writeString(bin.resolve(name), text).toFile().setExecutable(true);
  }

  @Test
  void askingAgainRunsNothing() throws IOException {
    Toolchain first = of(host);
    assertEquals("-print-prog-name=cc1\n", Files.readString(asked));
    assertEquals(first, of(host));
    assertEquals("-print-prog-name=cc1\n", Files.readString(asked));
    assertFalse(first.tools().get("cc1").equals("missing"), first.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"gcc", "cc1", "ld", "make"})
  void whatCompilesIsInEveryDigest(String name) throws IOException {
    Toolchain before = of(host);
    Files.writeString(bin.resolve(name), Files.readString(bin.resolve(name)) + "\n");
    Toolchain after = of(host);
    assertNotEquals(before.compiling(), after.compiling());
    assertNotEquals(before.configuring(), after.configuring());
    assertNotEquals(before.all(), after.all());
  }

  @ParameterizedTest
  @ValueSource(strings = {"pahole", "rustc"})
  void toolsThatKconfigQueriesAreInTheConfigurationOnly(String name) throws IOException {
    Toolchain before = of(host);
    Files.writeString(bin.resolve(name), "newer than before");
    Toolchain after = of(host);
    assertEquals(before.compiling(), after.compiling());
    assertNotEquals(before.configuring(), after.configuring());
    assertNotEquals(before.all(), after.all());
    Files.delete(bin.resolve(name));
    assertNotEquals(after.configuring(), of(host).configuring(), "or is gone");
  }

  @Test
  void whatPacksIsInNoKernel() throws IOException {
    Toolchain before = of(host);
    Files.writeString(bin.resolve("xorriso"), "newer than before");
    Toolchain after = of(host);
    assertEquals(before.configuring(), after.configuring());
    assertNotEquals(before.all(), after.all());
  }

  @ParameterizedTest
  @ValueSource(strings = {"cross-gcc", "cross-ld", "cross-cc1", "gcc"})
  void crossCompilersAreInEveryDigest(String name) throws IOException {
    CrossCompiler cross =
        new CrossCompiler("cross-", "gcc-cross", "ld-cross", Set.of(), List.of(), "libc", "/none");
    tool("cross-gcc", "#!/bin/sh\necho " + bin + "/cross-cc1\n");
    tool("cross-ld", "a tool");
    tool("cross-cc1", "the compiler");
    Toolchain before = Toolchain.of(host, cross);
    Files.writeString(bin.resolve(name), Files.readString(bin.resolve(name)) + "\n");
    Toolchain after = Toolchain.of(host, cross);
    assertNotEquals(before.compiling(), after.compiling());
    assertNotEquals(before.configuring(), after.configuring());
    assertNotEquals(before.all(), after.all());
  }

  /** The first gcc on PATH is an unchanged script; the compiler that it calls is upgraded. */
  @Test
  void theCompilerOfAWrapperIsSeen() throws IOException {
    Path inner = Files.createDirectory(temporary.resolve("inner"));
    Files.writeString(inner.resolve("gcc"), "12").toFile().setExecutable(true);
    String path = bin + ":" + inner + ":/usr/bin:/bin";
    host = new Host(Map.of("PATH", path, "HOME", temporary.toString()), temporary);
    Toolchain before = of(host);
    Files.writeString(bin.resolve("cc1"), "of version 12.2");
    Toolchain upgraded = of(host);
    assertNotEquals(before.compiling(), upgraded.compiling());
    assertEquals(1, Files.readAllLines(asked).size());
    Files.writeString(inner.resolve("gcc"), "of version 13");
    of(host);
    assertEquals(2, Files.readAllLines(asked).size(), "its cc1 may be another one");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"#!/bin/sh\necho cc1\n", "#!/bin/sh\nexit 1\n", "#!/bin/sh\nprintf '/x\\0y'\n"})
  void whatIsNoGccHasNoCompiler(String script) throws IOException {
    tool("gcc", script);
    assertEquals("missing", of(host).tools().get("cc1"));
  }

  @Test
  void nothingIsThereAtAll() throws IOException {
    Host bare =
        new Host(Map.of("PATH", temporary.resolve("none").toString(), "HOME", "/nonexistent"), bin);
    assertEquals("missing", of(bare).tools().get("gcc"));
    assertEquals("missing", of(bare).tools().get("cc1"));
  }
}
