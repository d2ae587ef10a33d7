package org.distroc.format;

import java.util.List;
import java.util.Optional;
import org.distroc.host.Tool;
import org.distroc.spec.FormatSettings;

/** What loads the kernel of an image. */
public enum Loader {
  /** The usual one, which starts on most machines: SYSLINUX for a BIOS, systemd's stub for UEFI. */
  STANDARD,
  /** Ours, which starts exactly one kernel and has no configuration. */
  SMALL;

  /** What a recipe sets, or the usual one where there is one. */
  public static Loader of(ImageContents contents, FormatSettings settings) {
    Optional<EfiTarget> target = EfiTarget.of(contents.architecture());
    return isSmall(settings) || target.filter(t -> t.stub().isEmpty()).isPresent()
        ? SMALL
        : STANDARD;
  }

  /** Whether a recipe asks for ours. */
  public static boolean isSmall(FormatSettings settings) {
    return settings.text("loader").filter("small"::equals).isPresent();
  }

  /** The tools with which it writes an EFI program. */
  public List<Tool> efiTools(ImageContents contents) {
    return this == SMALL
        ? List.of()
        : EfiTarget.of(contents.architecture()).flatMap(EfiTarget::stub).stream().toList();
  }
}
