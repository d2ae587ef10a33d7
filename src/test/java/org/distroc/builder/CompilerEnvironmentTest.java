package org.distroc.builder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.distroc.builder.config.ResolvedConfig;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.host.Host;
import org.distroc.host.Tool;
import org.distroc.settings.Preferences;
import org.distroc.settings.Preferences.Use;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The variables that configure ccache and distcc. The tools are scripts that do nothing. */
class CompilerEnvironmentTest {
  private static final ResolvedConfig PLAIN = new ResolvedConfig(Map.of(), Set.of(), new byte[0]);
  private static final ResolvedConfig DEBUG =
      new ResolvedConfig(Map.of("DEBUG_INFO", "y"), Set.of(), new byte[0]);

  @TempDir Path folder;
  private final List<Diagnostic> warnings = new ArrayList<>();
  private final List<Tool> required = new ArrayList<>();
  private Path bin;
  private String source = "sha256:1";

  @BeforeEach
  void makeFolder() throws IOException {
    bin = Files.createDirectory(folder.resolve("bin"));
  }

  private void tool(String name) throws IOException {
    Path tool = Files.writeString(bin.resolve(name), "#!/bin/sh\nexit 1\n");
    assertTrue(tool.toFile().setExecutable(true));
  }

  private Map<String, String> variables(
      Use use, Optional<String> remote, List<String> hosts, ResolvedConfig config)
      throws IOException {
    Host host =
        new Host(Map.of("PATH", bin.toString(), "HOME", folder.toString(), "X", "y"), folder);
    Preferences.Ccache ccache = new Preferences.Ccache(use, "3G", remote);
    Compilers compilers = new Compilers(2, ccache, hosts, warnings::add);
    return new CompilerEnvironment(host, compilers, source, required::addAll)
        .variables("tools-1", config);
  }

  private Map<String, String> variables(Use use) throws IOException {
    return variables(use, Optional.empty(), List.of(), PLAIN);
  }

  @Test
  void withoutCcacheNothingIsSet() throws IOException {
    assertEquals(Map.of(), variables(Use.AUTO));
    assertEquals(List.of(), required);
    assertFalse(Files.exists(folder.resolve(".cache")));
  }

  @Test
  void ccacheThatIsInstalledIsUsedUnlessSwitchedOff() throws IOException {
    tool("ccache");
    assertEquals(Map.of(), variables(Use.OFF));
    Map<String, String> variables = variables(Use.AUTO);
    Path cache = Path.of(variables.get("CCACHE_DIR"));
    assertEquals(folder.resolve(".cache/distroc/ccache"), cache.getParent());
    assertEquals("string:tools-1", variables.get("CCACHE_COMPILERCHECK"));
    assertEquals("3G", variables.get("CCACHE_MAXSIZE"));
    assertFalse(variables.containsKey("CCACHE_BASEDIR"), "it would change what the kernel says");
    assertFalse(variables.containsKey("CCACHE_NOCPP2"), "it would change bytes of the kernel");
    assertFalse(variables.containsKey("CCACHE_REMOTE_STORAGE"));
    assertTrue(variables.get("PATH").endsWith(":" + bin), variables.get("PATH"));
    Path gcc = Path.of(variables.get("PATH").split(":")[0]).resolve("gcc");
    assertEquals("ccache", gcc.toRealPath().getFileName().toString());
  }

  @Test
  void noSourceUsesWhatAnotherCompiled() throws IOException {
    tool("ccache");
    String first = variables(Use.AUTO).get("CCACHE_DIR");
    assertEquals(first, variables(Use.AUTO).get("CCACHE_DIR"));
    source = "sha256:2";
    assertFalse(first.equals(variables(Use.AUTO).get("CCACHE_DIR")), first);
  }

  @Test
  void requestedCcacheIsRequired() throws IOException {
    variables(Use.ON);
    assertEquals(List.of(Tool.CCACHE), required);
  }

  @Test
  void theRemoteStorageIsThatOfTheSettings() throws IOException {
    tool("ccache");
    Optional<String> remote = Optional.of("redis://cache");
    Map<String, String> variables = variables(Use.AUTO, remote, List.of(), PLAIN);
    assertEquals("redis://cache", variables.get("CCACHE_REMOTE_STORAGE"));
  }

  /** D5054. */
  @Test
  void debugInformationIsCompiledHere() throws IOException {
    tool("ccache");
    tool("distcc");
    Map<String, String> variables =
        variables(Use.AUTO, Optional.empty(), List.of("build1/4"), DEBUG);
    assertEquals(List.of(Code.D5054), warnings.stream().map(Diagnostic::code).toList());
    assertFalse(variables.containsKey("DISTCC_HOSTS"), "" + variables);
    assertFalse(variables.containsKey("CCACHE_PREFIX"), "" + variables);
    assertTrue(variables.containsKey("CCACHE_DIR"), "" + variables);
  }
}
