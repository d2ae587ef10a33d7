package org.distroc.kconfig.eval;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Failure;
import org.distroc.host.BoundedFiles;
import org.distroc.kconfig.model.KconfigLimits;
import org.distroc.kconfig.model.KconfigModel;
import org.distroc.kconfig.model.Symbol;
import org.distroc.kconfig.value.Assignment;
import org.distroc.kconfig.value.ByteStrings;
import org.distroc.kconfig.value.SymbolType;
import org.distroc.kconfig.value.Tristate;

/** Computes a {@code .config} from a base, in the steps that {@code make} takes. */
public final class Resolver {
  private final KconfigModel model;

  /** The finished text of each target, because targets are used often. */
  private final Map<String, String> finishedTargets = new HashMap<>();

  /** Targets without a fragment; every recipe on such a base is compared with one. */
  private final Map<String, Configuration> finishedBases = new HashMap<>();

  /** For the options of one kernel. */
  public Resolver(KconfigModel model) {
    this.model = model;
  }

  /** The options that are resolved. */
  public KconfigModel model() {
    return model;
  }

  /**
   * The configuration that {@code make} would compute: the base, alone or with the fragment merged
   * into it, and then completed.
   *
   * @throws Failure when the base does not exist
   */
  public Configuration resolve(BaseConfig base, List<Assignment> fragment) {
    return KconfigLimits.onDeepStack(() -> resolved(base, fragment));
  }

  /** As above with the text of a fragment, such as a file of {@code kernel/configs}. */
  public Configuration resolve(BaseConfig base, String fragment) {
    return KconfigLimits.onDeepStack(
        () ->
            finish(
                FragmentMerge.merge(baseText(base), ByteStrings.ofText(fragment)),
                base,
                List.of()));
  }

  private SymbolType typeOf(Assignment assignment) {
    return model.symbol(assignment.name()).map(Symbol::type).orElse(SymbolType.UNKNOWN);
  }

  private Configuration resolved(BaseConfig base, List<Assignment> fragment) {
    if (fragment.isEmpty() && base instanceof BaseConfig.Target target) {
      synchronized (finishedBases) {
        Configuration before = finishedBases.get(target.name());
        if (before == null) {
          before = finish(baseText(base), base, fragment);
          finishedBases.put(target.name(), before);
        }
        return before;
      }
    }
    String input = baseText(base);
    if (!fragment.isEmpty()) {
      StringBuilder lines = new StringBuilder();
      fragment.stream()
          .filter(Assignment::isWritable)
          .forEach(a -> lines.append(ByteStrings.ofText(a.line(typeOf(a)))).append('\n'));
      input = FragmentMerge.merge(input, lines.toString());
    }
    return finish(input, base, fragment);
  }

  private Configuration finish(String input, BaseConfig base, List<Assignment> fragment) {
    Evaluation evaluation = new Evaluation(model);
    ConfigReader reader = new ConfigReader(evaluation);
    reader.readAndEvaluate(base.toString(), input);
    return new Configuration(this, evaluation, input, base, fragment, reader.warnings());
  }

  /** The {@code .config} of the base alone. */
  private String baseText(BaseConfig base) {
    if (base instanceof BaseConfig.Text text) {
      return ByteStrings.ofText(text.content());
    }
    String target = ((BaseConfig.Target) base).name();
    synchronized (finishedTargets) {
      String text = finishedTargets.get(target);
      if (text == null) {
        text = target(target);
        finishedTargets.put(target, text);
      }
      return text;
    }
  }

  /** The text of each target that was computed or {@link #remember}ed, by name. */
  public SortedMap<String, String> finishedTargets() {
    synchronized (finishedTargets) {
      return new TreeMap<>(finishedTargets);
    }
  }

  /** Takes the text of a target that an earlier run computed. */
  public void remember(String target, String config) {
    synchronized (finishedTargets) {
      finishedTargets.put(target, config);
    }
  }

  private String target(String target) {
    return switch (target) {
      case "allnoconfig" -> all(Tristate.N, null);
      case "allmodconfig" -> all(Tristate.M, null);
      case "allyesconfig" -> all(Tristate.Y, null);
      case "alldefconfig" -> all(null, null);
      case "tinyconfig" -> tiny();
      case "defconfig" -> defconfig(defaultDefconfig());
      default -> {
        if (target.endsWith("defconfig") && !target.contains("/")) {
          yield defconfig(target);
        }
        throw missing(
            "unknown base configuration `" + target + "`", "tinyconfig, allnoconfig, defconfig");
      }
    };
  }

  private String defaultDefconfig() {
    String name = model.variable("KBUILD_DEFCONFIG");
    return name.isEmpty() ? "defconfig" : name;
  }

  /** {@code make tinyconfig}: nothing but a seed, then the fragments called tiny.config. */
  private String tiny() {
    Path seed = model.srctree().resolve("kernel/configs/tiny-base.config");
    String config = all(Tristate.N, read(seed, "kernel/configs/tiny-base.config"));
    List<String> fragments = new ArrayList<>();
    for (String folder : List.of("kernel/configs", "arch/" + srcarch() + "/configs")) {
      Path fragment = model.srctree().resolve(folder).resolve("tiny.config");
      if (Files.isRegularFile(fragment)) {
        fragments.add(read(fragment, folder + "/tiny.config"));
      }
    }
    for (String fragment : fragments) {
      config = FragmentMerge.merge(config, fragment);
    }
    Evaluation evaluation = new Evaluation(model);
    new ConfigReader(evaluation).readAndEvaluate(".config", config);
    return new ConfigWriter(evaluation).write();
  }

  private String all(Tristate value, String seed) {
    Evaluation evaluation = new Evaluation(model);
    if (seed != null) {
      new ConfigReader(evaluation).read("KCONFIG_ALLCONFIG", seed);
    }
    AllConfigTargets.set(evaluation, value);
    return new ConfigWriter(evaluation).write();
  }

  private String defconfig(String name) {
    String shown = "arch/" + srcarch() + "/configs/" + name;
    String content = read(model.srctree().resolve(shown), shown);
    Evaluation evaluation = new Evaluation(model);
    new ConfigReader(evaluation).readAndEvaluate(shown, content);
    AllConfigTargets.set(evaluation, null);
    return new ConfigWriter(evaluation).write();
  }

  private String srcarch() {
    return model.srcarch();
  }

  private static String read(Path file, String shown) {
    try {
      return BoundedFiles.latin1(file, BoundedFiles.TEXT);
    } catch (IOException e) {
      throw missing("the kernel source has no `" + shown + "`", "another base, or another kernel");
    }
  }

  private static Failure missing(String message, String instead) {
    return new Failure(Diagnostic.error(Code.D2111, message).help("use " + instead));
  }
}
