package org.distroc.kconfig;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.distroc.kconfig.eval.BaseConfig;
import org.distroc.kconfig.eval.Configuration;
import org.distroc.kconfig.shell.KconfigEnvironment;
import org.distroc.kconfig.shell.ShellResultCache;
import org.distroc.kconfig.shell.ShellRunner;

/** A source tree of a few lines, for tests. */
public final class SmallTree {
  private final Path folder;

  public SmallTree(Path folder) {
    this.folder = folder;
  }

  public SmallTree file(String name, String text) {
    try {
      Path file = folder.resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, text, StandardCharsets.UTF_8);
      return this;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Makes the tree look like one whose choices are symbols, as Linux 6.1 has them. */
  public SmallTree old() {
    file("scripts/kconfig/expr.h", "#define SYMBOL_HASHSIZE 9973\n");
    return file("scripts/kconfig/confdata.c", "/* Reset a string value if it's out of range */\n");
  }

  /** Makes the tree look like one of a kernel after those known here. */
  public SmallTree newest() {
    file("scripts/kconfig/expr.h", "choice_members\n#define SYMBOL_HASHSIZE (1U << 14)\n");
    file("scripts/kconfig/lexer.l", "\"transitional\"\t\treturn T_TRANSITIONAL;\n");
    return file("scripts/kconfig/parser.y", "depends: T_DEPENDS T_ON expr if_expr T_EOL\n");
  }

  public KconfigTree load() {
    ShellRunner echo =
        (command, variables) -> command.startsWith("echo ") ? command.substring(5) + "\n" : "?";
    return load(echo, Map.of("ARCH", "toy", "SRCARCH", "toy"));
  }

  public KconfigTree load(ShellRunner shell, Map<String, String> variables) {
    return KconfigTree.load(
        folder, new KconfigEnvironment(variables, shell, new ShellResultCache()));
  }

  public KconfigTree load(ShellRunner shell, ShellResultCache answers) {
    return KconfigTree.load(folder, new KconfigEnvironment(Map.of(), shell, answers));
  }

  public static Configuration resolve(KconfigTree tree, String config) {
    return tree.resolve(new BaseConfig.Text("test.config", config), List.of());
  }

  /** The lines of a resolved configuration that are about options. */
  public static List<String> lines(KconfigTree tree, String config) {
    return resolve(tree, config).text().lines().filter(l -> l.contains("CONFIG_")).toList();
  }
}
