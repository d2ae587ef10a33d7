package org.distroc.kconfig.shell;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.distroc.host.BoundedFiles;

/**
 * What the kernel's makefiles hand to {@code conf}.
 *
 * @param variables what {@code $(NAME)} in a Kconfig file expands to: srctree, SRCARCH, ARCH, CC,
 *     LD and so on; nothing is taken from the environment of this process
 * @param shell runs the commands of macros
 * @param answers what commands answered before; new answers are added
 */
public record KconfigEnvironment(
    Map<String, String> variables, ShellRunner shell, ShellResultCache answers) {
  private static final Pattern VERSION_LINE =
      Pattern.compile("(?m)^(VERSION|PATCHLEVEL|SUBLEVEL|EXTRAVERSION)[ \\t]*=[ \\t]*(.*)$");

  /** Copies the variables. */
  public KconfigEnvironment {
    variables = Map.copyOf(variables);
    Objects.requireNonNull(shell);
    Objects.requireNonNull(answers);
  }

  /**
   * The architecture that a kernel is configured for.
   *
   * @param arch make's {@code ARCH}
   * @param sourceArch the folder below {@code arch/}
   * @param defconfig the file that {@code make defconfig} takes, as the makefile of the
   *     architecture names it
   * @param crossCompile the prefix of the tools, up to its last hyphen; may be empty
   */
  public record Target(String arch, String sourceArch, String defconfig, String crossCompile) {}

  /**
   * As {@code make ARCH=arch CROSS_COMPILE=prefix} sets it up for GNU tools.
   *
   * @param srctree the unpacked kernel source
   */
  public static KconfigEnvironment of(
      Path srctree, Target target, ShellRunner shell, ShellResultCache answers) {
    String crossCompile = target.crossCompile();
    Map<String, String> v = new LinkedHashMap<>();
    v.put("srctree", srctree.toAbsolutePath().toString());
    v.put("ARCH", target.arch());
    v.put("SRCARCH", target.sourceArch());
    v.put("CROSS_COMPILE", crossCompile);
    v.put("KBUILD_DEFCONFIG", target.defconfig());
    for (String tool : new String[] {"ld", "ar", "nm", "objcopy", "objdump", "readelf", "strip"}) {
      v.put(tool.toUpperCase(Locale.ROOT), crossCompile + tool);
    }
    v.put("CC", crossCompile + "gcc");
    v.put("CPP", crossCompile + "gcc -E");
    v.put("HOSTCC", "gcc");
    v.put("HOSTCXX", "g++");
    v.put("PAHOLE", "pahole");
    v.put("RUSTC", "rustc");
    v.put("BINDGEN", "bindgen");
    v.put("AWK", "awk");
    v.put("PERL", "perl");
    v.put("PYTHON3", "python3");
    v.put("CONFIG_SHELL", "sh");
    String makefile = read(srctree.resolve("Makefile"));
    v.put("KERNELVERSION", kernelVersion(makefile));
    KconfigEnvironment tools = new KconfigEnvironment(v, shell, answers);
    v.put("CC_VERSION_TEXT", version(tools, "LC_ALL=C " + v.get("CC") + " --version", makefile));
    if (makefile.contains("RUSTC_VERSION_TEXT")) {
      v.put("RUSTC_VERSION_TEXT", version(tools, v.get("RUSTC") + " --version", makefile));
    }
    return new KconfigEnvironment(v, shell, answers);
  }

  /** The folder below {@code arch/}; empty when it was not given. */
  public String srcarch() {
    return variables.getOrDefault("SRCARCH", "");
  }

  /** The first line, without the character that begins a comment in a makefile. */
  private static String version(KconfigEnvironment tools, String command, String makefile) {
    String answer;
    try (ShellFunction shell = new ShellFunction(tools)) {
      answer = shell.answer(command + " 2>/dev/null | head -n 1");
    }
    return makefile.contains("$(subst $(pound),,") ? answer.replace("#", "") : answer;
  }

  private static String kernelVersion(String makefile) {
    Map<String, String> parts = new LinkedHashMap<>();
    Matcher matcher = VERSION_LINE.matcher(makefile);
    while (matcher.find()) {
      parts.putIfAbsent(matcher.group(1), matcher.group(2).strip());
    }
    StringBuilder version = new StringBuilder(parts.getOrDefault("VERSION", ""));
    for (String part : new String[] {"PATCHLEVEL", "SUBLEVEL"}) {
      if (!parts.getOrDefault(part, "").isEmpty()) {
        version.append('.').append(parts.get(part));
      }
    }
    return version.append(parts.getOrDefault("EXTRAVERSION", "")).toString();
  }

  private static String read(Path file) {
    try {
      return BoundedFiles.latin1(file, BoundedFiles.TEXT);
    } catch (IOException e) {
      return "";
    }
  }
}
