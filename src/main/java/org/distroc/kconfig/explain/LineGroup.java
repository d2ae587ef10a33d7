package org.distroc.kconfig.explain;

import java.util.List;
import org.distroc.kconfig.value.Assignment;

/**
 * Lines of a {@code .config} file that come out otherwise for the same reason.
 *
 * @param kind what became of them
 * @param lines in the order of the file, at least one
 * @param first why the first one does not take effect
 * @param needs what would have to be set for all of them; empty if nothing is known, or if the
 *     explanation of a single line has the remedies
 * @param proof how far that was tried
 */
public record LineGroup(
    Kind kind,
    List<SettingLine> lines,
    OptionExplanation first,
    List<Assignment> needs,
    Proof proof) {

  /** What became of the lines. */
  public enum Kind {
    /** The kernel is without the option. */
    LOST,
    /** The kernel does not define it. */
    UNKNOWN,
    /** It is off as it should be, but only because the kernel does not define it. */
    UNKNOWN_OFF,
    /** It has another value. */
    CHANGED
  }

  /** How a remedy was tried. */
  public enum Proof {
    /** Not at all, or in vain. */
    NONE,
    /** With the remedies of other groups. */
    JOINT,
    /** By itself: the lines take effect, and no other line is lost. */
    ALONE
  }

  /** Copies the lists. */
  public LineGroup {
    lines = List.copyOf(lines);
    needs = List.copyOf(needs);
  }
}
