package org.distroc.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.distroc.diag.Json;

/**
 * A folder as a stranger may send it: a recipe, its files and a kernel source, which try to run
 * programs, or to read and write files, outside the folder.
 *
 * <p>In all texts {@code @OUT@} stands for a folder outside, and {@code @RUN@} for a command line
 * that no build needs, whose effect is a file there.
 */
final class HostileRecipe {
  static final String RECIPE = "hostile.yaml";

  /** A step of the kernel's build that evaluates the configuration as a real one does. */
  private static final String EVALUATION =
      """
      bzImage:
      \tmkdir -p $(O)/include/config
      \tgrep -v '^#' $(O)/.config >$(O)/include/config/auto.conf
      \t$(MAKE) O=$(O) image

      -include $(O)/include/config/auto.conf
      image:
      \t: $(CONFIG_DEFAULT_HOSTNAME) $(CONFIG_LOCALVERSION) $(CONFIG_EXTRA_FIRMWARE)
      \t: $(CONFIG_INITRAMFS_SOURCE) $(CONFIG_SYSTEM_TRUSTED_KEYS)
      """;

  private static final String STRINGS =
      """

      config LOCALVERSION
      \tstring "Suffix"

      config INITRAMFS_SOURCE
      \tstring "Files"

      config EXTRA_FIRMWARE
      \tstring "Firmware"

      config EXTRA_FIRMWARE_DIR
      \tstring "Folder of firmware"

      config SYSTEM_TRUSTED_KEYS
      \tstring "Keys"

      config MODULE_SIG_KEY
      \tstring "Key"
      """;

  final String name;
  private String recipe =
      Workplace.RECIPE
          .replace("../kernel", "linux")
          .replace("initramfs]", "initramfs, iso]")
          .concat("test:\n  timeout: 2s\n  steps:\n    - expect: \"hello\"\n");
  private final Map<String, String> files = new LinkedHashMap<>();
  private final Map<String, String> links = new LinkedHashMap<>();
  private final List<String> shell = new ArrayList<>();
  private final List<String> verbs = new ArrayList<>(List.of("check", "expand", "build"));

  HostileRecipe(String name) throws IOException {
    this.name = name;
    Path makefile = Path.of("cds-training/toy-kernel/Makefile");
    files.put("linux/Makefile", Files.readString(makefile).replace("bzImage:\n", EVALUATION));
  }

  /** Replaces a part of the recipe, which has to be there. */
  HostileRecipe with(String part, String other) {
    if (!recipe.contains(part)) {
      throw new AssertionError(part + " is not in\n" + recipe);
    }
    recipe = recipe.replace(part, other);
    return this;
  }

  /** Adds a kernel option. */
  HostileRecipe option(String option, String value) {
    return with(
        "    PRINTK: y\n", "    PRINTK: y\n    " + option + ": " + Json.write(value) + "\n");
  }

  /** Takes a source of the recipe's own as init. */
  HostileRecipe init(String file, String text) {
    return with("program: hello", "source: " + file).file(file, text);
  }

  /** Adds words to QEMU's command line, and runs the test too. */
  HostileRecipe flags(String... flags) {
    StringBuilder list = new StringBuilder();
    for (String flag : flags) {
      list.append(list.isEmpty() ? "" : ", ").append(Json.write(flag));
    }
    return with("display: serial\n", "display: serial\n  flags: [" + list + "]\n").tested();
  }

  HostileRecipe tested() {
    verbs.add("test");
    return this;
  }

  /** Another file of the folder, or other text for one of the kernel's. */
  HostileRecipe file(String path, String text) {
    files.put(path, text);
    return this;
  }

  /** Text at the end of a file of the kernel. */
  HostileRecipe kernel(String path, String text) throws IOException {
    String before =
        files.getOrDefault(
            "linux/" + path, Files.readString(Path.of("cds-training/toy-kernel", path)));
    return file("linux/" + path, before + text);
  }

  /** A symbolic link. */
  HostileRecipe link(String path, String target) {
    links.put(path, target);
    return this;
  }

  /** A line that a shell runs in the finished folder. */
  HostileRecipe shell(String line) {
    shell.add(line);
    return this;
  }

  List<String> verbs() {
    return List.copyOf(verbs);
  }

  /** Creates the folder. */
  void create(Path folder, Path outside) throws IOException, InterruptedException {
    Path linux = folder.resolve("linux");
    Workplace.copy(Path.of("cds-training/toy-kernel"), linux);
    Files.writeString(
        linux.resolve("Kconfig"), Files.readString(linux.resolve("Kconfig")) + STRINGS);
    files.put(RECIPE, recipe);
    for (Map.Entry<String, String> file : files.entrySet()) {
      Path path = folder.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.writeString(path, filled(file.getValue(), outside));
    }
    linux.resolve("scripts/kconfig/merge_config.sh").toFile().setExecutable(true);
    for (Map.Entry<String, String> link : links.entrySet()) {
      Path path = folder.resolve(link.getKey());
      Files.createDirectories(path.getParent());
      Files.deleteIfExists(path);
      Files.createSymbolicLink(path, Path.of(filled(link.getValue(), outside)));
    }
    for (String line : shell) {
      Process process =
          new ProcessBuilder("sh", "-ec", filled(line, outside))
              .directory(folder.toFile())
              .inheritIO()
              .start();
      if (process.waitFor() != 0) {
        throw new AssertionError(name + ": " + line);
      }
    }
  }

  private static String filled(String text, Path outside) {
    return text.replace("@RUN@", "truncate -s 1 @OUT@/pwned").replace("@OUT@", outside.toString());
  }
}
