package org.distroc.builder.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.kconfig.eval.Configuration;
import org.distroc.kconfig.value.Assignment;
import org.distroc.kernel.Syscall;
import org.distroc.kernel.SyscallCondition;
import org.distroc.kernel.SyscallConditions;
import org.distroc.kernel.SyscallTables;
import org.distroc.plan.BuildPlan;

/** Finds system calls of init that the kernel is built without. */
public final class SyscallChecks {
  private SyscallChecks() {}

  /** A warning for each call that the recipe lists and its configuration leaves out. */
  static List<Diagnostic> check(BuildPlan plan, Configuration configuration, SyscallTables tables) {
    List<Syscall> calls = plan.init().map(init -> init.syscalls()).orElse(List.of());
    if (calls.isEmpty()) {
      return List.of();
    }
    Set<String> names = calls.stream().map(Syscall::kernelName).collect(Collectors.toSet());
    Map<String, SyscallCondition> conditions = conditions(plan, tables).of(names);
    List<Diagnostic> findings = new ArrayList<>();
    for (Syscall call : new LinkedHashSet<>(calls)) {
      SyscallCondition condition = conditions.get(call.kernelName());
      if (condition == null) {
        continue;
      }
      Optional<List<String>> unmet =
          condition.when().unmet(option -> isOn(configuration.value(option)));
      if (unmet.isPresent()) {
        findings.add(
            withRemedies(
                missing(Code.D2170, call.name(), condition, unmet.get())
                    .at(plan.locations().syscall(call.name())),
                unmet.get(),
                configuration));
      }
    }
    return findings;
  }

  private static Diagnostic withRemedies(
      Diagnostic finding, List<String> unmet, Configuration configuration) {
    Diagnostic more = finding;
    for (String term : unmet) {
      Assignment wanted =
          term.startsWith("!") ? new Assignment(term.substring(1), "n") : new Assignment(term, "y");
      if (configuration.model().option(wanted.name()).isPresent()) {
        more = new OptionRemedies(configuration).with(more, wanted);
      } else {
        more = more.help("do without it: kernels of this architecture have no " + wanted.name());
      }
    }
    return more;
  }

  /**
   * A warning about a call.
   *
   * @param name as programs call it
   * @param unmet the options that it lacks, see {@link org.distroc.kernel.OptionCondition#unmet}
   */
  public static Diagnostic missing(
      Code code, String name, SyscallCondition condition, List<String> unmet) {
    return Diagnostic.warning(code, "this kernel is built without `" + name + "`")
        .label("fails with ENOSYS")
        .why(
            condition.file()
                + ":"
                + condition.line()
                + " defines it, compiled only with "
                + unmet.stream().map(SyscallChecks::words).collect(Collectors.joining(" and ")))
        .why("calling it gives ENOSYS, `Function not implemented`");
  }

  private static String words(String term) {
    return term.startsWith("!")
        ? "the option " + term.substring(1) + " off, which is on"
        : "the option " + term + ", which is off";
  }

  /**
   * The calls that a built kernel lacks: by the kernel's name what each is compiled with.
   *
   * @param config the configuration that it was built with
   */
  public static Map<String, Missing> missing(
      BuildPlan plan, ResolvedConfig config, SyscallTables tables) {
    Map<String, Missing> missing = new LinkedHashMap<>();
    for (SyscallCondition condition : conditions(plan, tables).all()) {
      condition
          .when()
          .unmet(option -> isOn(config.value(option)))
          .ifPresent(terms -> missing.put(condition.call(), new Missing(condition, terms)));
    }
    return missing;
  }

  /**
   * A call that a kernel lacks.
   *
   * @param condition what it is compiled with
   * @param unmet the options that it lacks
   */
  public record Missing(SyscallCondition condition, List<String> unmet) {
    /** Copies the list. */
    public Missing {
      unmet = List.copyOf(unmet);
    }
  }

  private static SyscallConditions conditions(BuildPlan plan, SyscallTables tables) {
    return tables.conditions(plan.kernel().tree(), plan.architecture().syscalls());
  }

  private static boolean isOn(Optional<String> value) {
    return value.filter(v -> v.equals("y") || v.equals("m")).isPresent();
  }
}
