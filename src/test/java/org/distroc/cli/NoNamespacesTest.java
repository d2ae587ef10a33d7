package org.distroc.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A host that allows no namespaces: everything works, without the sandbox, and {@code doctor} says
 * so. The host is a namespace of bubblewrap itself, in which there can be no others.
 */
@Tag("kernel")
class NoNamespacesTest {
  @TempDir Path folder;
  private Workplace place;

  @BeforeEach
  void makeRecipe() throws IOException {
    place = new Workplace(folder);
    place.kernel();
    place.shell("tar --sort=name -C .. -cf toy.tar kernel");
    place.write(
        "toy.yaml",
        Workplace.RECIPE.replace(
            "{path: ../kernel}", "{tarball: {file: toy.tar, sha256: DIGEST}}"));
    place.shell("sed -i s/DIGEST/$(sha256sum <toy.tar | cut -c-64)/ toy.yaml");
  }

  /** Runs there, without capabilities. */
  private Run without(String... words) throws Exception {
    List<String> command = new ArrayList<>(List.of("bwrap", "--dev-bind", "/", "/"));
    command.addAll(List.of("--unshare-user", "--disable-userns", "--cap-drop", "ALL", "--"));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-cp"));
    command.addAll(List.of(System.getProperty("java.class.path"), "org.distroc.cli.Main"));
    command.addAll(List.of(words));
    Path out = place.folder.resolve("out");
    Path err = place.folder.resolve("err");
    ProcessBuilder builder = new ProcessBuilder(command).directory(place.work.toFile());
    builder.environment().clear();
    builder.environment().putAll(place.host().environment());
    Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    process.getOutputStream().close();
    int exit = process.waitFor();
    return new Run(
        exit,
        Files.readString(out, StandardCharsets.UTF_8),
        Files.readString(err, StandardCharsets.UTF_8));
  }

  @Test
  void itBuildsTheSameBytes() throws Exception {
    Run inside = place.run("build", "-o", "sandboxed", "toy.yaml");
    assertEquals(0, inside.exit(), inside.all());
    place.shell("rm -rf ../home/.cache");
    Run run = without("build", "-o", "bare", "toy.yaml");
    assertEquals(0, run.exit(), run.all());
    for (String name : List.of("bzImage", "init", "initramfs.cpio", "kernel.config")) {
      Path bare = place.work.resolve("bare").resolve(name);
      Path sandboxed = place.work.resolve("sandboxed").resolve(name);
      assertEquals(-1, Files.mismatch(bare, sandboxed), name);
    }
  }

  /** Its programs would run with all rights of the user. */
  @Test
  void aStrangersKernelNeedsTrust() throws Exception {
    place.set("DISTROC_TRUST", "");
    Run run = without("build", "toy.yaml");
    assertNotEquals(0, run.exit(), run.all());
    assertTrue(run.err().contains("would run without a sandbox"), run.all());
    assertFalse(Files.exists(place.work.resolve("build/toy/bzImage")));
    Run check = without("check", "toy.yaml");
    assertTrue(check.all().contains("would run without a sandbox"), check.all());
  }

  @Test
  void theSandboxIsMissing() throws Exception {
    Run run = without("doctor");
    assertTrue(run.all().contains("sandbox"), run.all());
  }

  /** Who requires it gets nothing else. */
  @Test
  void itCanBeRequired() throws Exception {
    place.set("DISTROC_SANDBOX", "require");
    Run run = without("build", "toy.yaml");
    assertEquals(4, run.exit(), run.all());
    assertTrue(run.err().contains("error[D5070]"), run.all());
  }
}
