package org.distroc.arch.catalogue;

import java.util.List;
import java.util.Optional;
import org.distroc.arch.Architecture;
import org.distroc.arch.arm.Arm;
import org.distroc.arch.arm64.Arm64;
import org.distroc.arch.i386.I386;
import org.distroc.arch.mips64el.Mips64el;
import org.distroc.arch.mipsel.Mipsel;
import org.distroc.arch.ppc64le.Ppc64le;
import org.distroc.arch.riscv64.Riscv64;
import org.distroc.arch.s390x.S390x;
import org.distroc.arch.x86_64.X8664;

/** Every architecture, in the order in which the recipe's schema lists them. */
public final class Architectures {
  /** A new architecture is one line here, besides its own package and its templates. */
  public static final List<Architecture> ALL =
      List.of(
          X8664.ARCHITECTURE,
          I386.ARCHITECTURE,
          Arm64.ARCHITECTURE,
          Riscv64.ARCHITECTURE,
          Arm.ARCHITECTURE,
          Ppc64le.ARCHITECTURE,
          S390x.ARCHITECTURE,
          Mipsel.ARCHITECTURE,
          Mips64el.ARCHITECTURE);

  /** How many of them distroc's own tests always build for. */
  private static final int EVERYDAY = 4;

  private Architectures() {}

  /** Those that distroc's own tests always build for; the others take a long test. */
  public static List<Architecture> everyday() {
    return ALL.subList(0, EVERYDAY);
  }

  /** The architecture that recipes call by a name. */
  public static Optional<Architecture> find(String name) {
    return ALL.stream().filter(architecture -> architecture.name().equals(name)).findFirst();
  }

  /**
   * The architecture of a recipe that was validated, so that its name is in the schema.
   *
   * @throws IllegalArgumentException if there is none of that name
   */
  public static Architecture of(String name) {
    return find(name).orElseThrow(() -> new IllegalArgumentException("no architecture " + name));
  }

  /** The architecture of kernels that no recipe is given for. */
  public static Architecture standard() {
    return ALL.get(0);
  }
}
