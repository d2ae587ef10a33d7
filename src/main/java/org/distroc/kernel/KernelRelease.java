package org.distroc.kernel;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code make kernelversion} prints: the four numbers and words at the top of the kernel's
 * Makefile.
 *
 * @param version the 6 of 6.1.192
 * @param patchlevel the 1 of 6.1.192
 * @param sublevel the 192 of 6.1.192
 * @param extra what follows without a separator, such as {@code -rc3}; often empty
 */
public record KernelRelease(int version, int patchlevel, int sublevel, String extra)
    implements Comparable<KernelRelease> {
  private static final Comparator<KernelRelease> ORDER =
      Comparator.comparingInt(KernelRelease::version)
          .thenComparingInt(KernelRelease::patchlevel)
          .thenComparingInt(KernelRelease::sublevel)
          .thenComparing(KernelRelease::extra);

  /** Reads the release from the text of a kernel's top Makefile; empty when it has none. */
  static Optional<KernelRelease> parse(String makefile) {
    String version = variable(makefile, "VERSION");
    String patchlevel = variable(makefile, "PATCHLEVEL");
    if (!isNumber(version) || !isNumber(patchlevel)) {
      return Optional.empty();
    }
    String sublevel = variable(makefile, "SUBLEVEL");
    return Optional.of(
        new KernelRelease(
            Integer.parseInt(version),
            Integer.parseInt(patchlevel),
            isNumber(sublevel) ? Integer.parseInt(sublevel) : 0,
            variable(makefile, "EXTRAVERSION")));
  }

  private static String variable(String makefile, String name) {
    Matcher line =
        Pattern.compile("^" + name + "[ \\t]*=[ \\t]*([^\\s#]*)", Pattern.MULTILINE)
            .matcher(makefile);
    return line.find() ? line.group(1) : "";
  }

  private static boolean isNumber(String text) {
    return text.matches("[0-9]{1,6}");
  }

  /** Whether this is the given release or a later one. */
  public boolean atLeast(int wantedVersion, int wantedPatchlevel) {
    return version != wantedVersion ? version > wantedVersion : patchlevel >= wantedPatchlevel;
  }

  @Override
  public int compareTo(KernelRelease other) {
    return ORDER.compare(this, other);
  }

  /** Such as {@code 6.1.192} or {@code 6.12.0-rc3}. */
  @Override
  public String toString() {
    return version + "." + patchlevel + "." + sublevel + extra;
  }
}
