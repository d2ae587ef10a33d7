package org.distroc.builder.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.distroc.arch.Architecture;
import org.distroc.arch.ConfigMarks;
import org.distroc.arch.catalogue.Architectures;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Span;
import org.distroc.kconfig.explain.SettingLine;
import org.distroc.kconfig.model.KconfigModel;

/** Which kernel a {@code .config} file is for, if it is for one at all. */
public final class ConfigFileKind {
  private static final String LINUX = "Linux";

  /** The title of a file is in its first lines. */
  private static final int TITLE_LINES = 12;

  /** Of fewer names, one may be a typing error. */
  private static final int FEW = 12;

  /** What the names of other programs' options begin with. */
  private static final Map<String, String> PREFIXES =
      Map.of(
          "FEATURE_", "BusyBox",
          "SPL_", "U-Boot",
          "CMD_", "U-Boot",
          "SYS_", "U-Boot",
          "TARGET_", "OpenWrt",
          "PACKAGE_", "OpenWrt",
          "BR2_", "Buildroot",
          "CT_", "crosstool-NG");

  private final String file;
  private final List<String> texts;
  private final List<SettingLine> lines;
  private final Optional<Span> title;

  /** Looks at the text of a file with this name. */
  public ConfigFileKind(String file, String content) {
    this.file = file;
    this.texts = content.lines().toList();
    this.lines = SettingLine.of(file, content);
    this.title = findTitle();
  }

  /**
   * The architecture of recipes that the file is for: the standard one, unless the file says
   * otherwise; empty if distroc has none of that kind.
   */
  public Optional<Architecture> architecture() {
    if (isOfOther()) {
      return Optional.of(Architectures.standard());
    }
    return Architectures.ALL.stream().filter(a -> contradiction(a).isEmpty()).findFirst();
  }

  private boolean isOfOther() {
    return title.isPresent() && !titleText(title.get().text()).startsWith(LINUX);
  }

  /** The error for a file that is not for kernels of this architecture, or not for kernels. */
  public Optional<Diagnostic> mistake(Architecture architecture, KconfigModel model) {
    if (title.isPresent() && !isOfOther()) {
      return foreign(architecture).or(() -> notKernel(model));
    }
    Optional<Diagnostic> root = isOfOther() ? Optional.empty() : root(architecture, model);
    return root.or(() -> notKernel(model)).or(() -> foreign(architecture));
  }

  /** The error at the first line that no kernel of this architecture has, if there is one. */
  private Optional<Diagnostic> foreign(Architecture architecture) {
    return contradiction(architecture)
        .map(
            at -> {
              Diagnostic error =
                  Diagnostic.error(
                          Code.D2071, "this .config is not for " + architecture.name() + " kernels")
                      .at(at)
                      .label("says so");
              return architecture()
                  .map(
                      other ->
                          error
                              .why("it configures a kernel for " + other.name())
                              .help("write `architecture: " + other.name() + "` in the recipe"))
                  .orElseGet(
                      () ->
                          error
                              .why("distroc builds kernels for " + names())
                              .help("use a .config of one of these architectures"));
            });
  }

  /** The error for a file that is for none of distroc's architectures. */
  public Diagnostic foreign() {
    return foreign(Architectures.standard()).orElseThrow();
  }

  private static String names() {
    return String.join(", ", Architectures.ALL.stream().map(Architecture::name).toList());
  }

  private Optional<Span> contradiction(Architecture architecture) {
    ConfigMarks marks = architecture.kernel().marks();
    Optional<String> named = title.map(at -> titleText(at.text())).filter(ConfigFileKind::isLinux);
    if (named.isPresent()) {
      String name = named.get().substring(LINUX.length()).split("[ /]+", 3)[1];
      if (!marks.titles().contains(name)) {
        return title;
      }
    }
    return lines.stream()
        .filter(line -> marks.excludes(line.name(), line.wanted().value()))
        .map(SettingLine::at)
        .findFirst();
  }

  /** {@code Linux/NAME …}. */
  private static boolean isLinux(String title) {
    return title.startsWith(LINUX + "/") && title.split("[ /]+").length > 1;
  }

  /** The first comment that calls itself a configuration, or gives a program's version. */
  private Optional<Span> findTitle() {
    for (int i = 0; i < Math.min(TITLE_LINES, texts.size()); i++) {
      String text = texts.get(i);
      String lower = text.toLowerCase(Locale.ROOT).stripTrailing();
      boolean named = lower.endsWith(" configuration") || lower.contains(" version: ");
      if (text.startsWith("# ") && named && !lower.startsWith("# automatically")) {
        int width = Math.max(1, text.codePointCount(0, text.length()));
        return Optional.of(new Span(file, i + 1, 1, width, text));
      }
    }
    return Optional.empty();
  }

  private static String titleText(String line) {
    return line.substring(1).strip();
  }

  /** The name in a title, without a version. */
  private static String program(String title) {
    StringBuilder name = new StringBuilder();
    for (String word : title.split(" ")) {
      boolean ends =
          word.isEmpty()
              || Character.isDigit(word.charAt(0))
              || word.equalsIgnoreCase("version:")
              || word.equalsIgnoreCase("configuration");
      if (ends) {
        break;
      }
      name.append(name.length() == 0 ? "" : " ").append(word);
    }
    return name.toString();
  }

  /** The error for a file most of whose names the kernel does not define. */
  private Optional<Diagnostic> notKernel(KconfigModel model) {
    List<SettingLine> unknown =
        lines.stream().filter(line -> model.option(line.name()).isEmpty()).toList();
    Optional<String> other =
        title
            .map(at -> titleText(at.text()))
            .filter(text -> !text.startsWith(LINUX))
            .map(ConfigFileKind::program)
            .filter(name -> !name.isEmpty());
    boolean most = unknown.size() * 2 > lines.size();
    if (!most || lines.size() < FEW && other.isEmpty()) {
      return Optional.empty();
    }
    Span at = other.isPresent() ? title.get() : unknown.get(0).at();
    Optional<String> whose = other.or(() -> byNames(unknown));
    return Optional.of(
        Diagnostic.error(
                Code.D2072,
                whose
                    .map(name -> "this .config seems to be that of " + name + ", not of a kernel")
                    .orElse("this .config is not that of a kernel"))
            .at(at)
            .why(
                "the kernel does not define "
                    + unknown.size()
                    + " of its "
                    + lines.size()
                    + " options")
            .help("look for the configuration of a running kernel in /proc/config.gz or /boot"));
  }

  /** By prefixes that many of the names have. */
  private static Optional<String> byNames(List<SettingLine> unknown) {
    Map<String, Integer> counts = new LinkedHashMap<>();
    for (SettingLine line : unknown) {
      PREFIXES.forEach(
          (prefix, program) -> {
            if (line.name().startsWith(prefix)) {
              counts.merge(program, 1, Integer::sum);
            }
          });
    }
    return counts.entrySet().stream()
        .max(
            Map.Entry.<String, Integer>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
        .filter(e -> e.getValue() * 5 > unknown.size())
        .map(Map.Entry::getKey);
  }

  /**
   * The other program that a text without any option of a kernel is for: by its title, or by what
   * its names begin with.
   */
  public static Optional<String> otherProgram(String content) {
    Optional<String> title =
        new ConfigFileKind("", content)
            .title
            .map(at -> titleText(at.text()))
            .filter(text -> !text.startsWith(LINUX))
            .map(ConfigFileKind::program)
            .filter(name -> !name.isEmpty());
    return title.or(
        () ->
            content
                .lines()
                .flatMap(
                    line ->
                        PREFIXES.entrySet().stream()
                            .filter(
                                e ->
                                    line.startsWith(e.getKey())
                                        || line.startsWith("# " + e.getKey()))
                            .map(Map.Entry::getValue))
                .findFirst());
  }

  /**
   * The error at an option that is always on for another architecture of the kernel source, and
   * that this one does not have.
   */
  private Optional<Diagnostic> root(Architecture architecture, KconfigModel model) {
    List<SettingLine> strange =
        lines.stream()
            .filter(l -> l.wanted().value().equals("y") && model.option(l.name()).isEmpty())
            .toList();
    if (strange.isEmpty()) {
      return Optional.empty();
    }
    Map<String, String> roots = ArchitectureRoots.of(model.srctree(), model.srcarch());
    return strange.stream()
        .filter(line -> roots.containsKey(line.name()))
        .findFirst()
        .map(
            line ->
                Diagnostic.error(
                        Code.D2071, "this .config is not for " + architecture.name() + " kernels")
                    .at(line.at())
                    .label("says so")
                    .why("the option is that of the architecture " + roots.get(line.name()))
                    .why("distroc builds kernels for " + names())
                    .help("use a .config of one of these architectures"));
  }
}
