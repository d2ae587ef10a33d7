package org.distroc.format;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.distroc.arch.Architecture;
import org.distroc.host.Tool;
import org.distroc.spec.Firmware;

/**
 * A kind of file that a recipe can ask for. All that differs from one format to the next is said
 * here, and in the templates in {@code templates/format/NAME}: {@code rule.mk.ftl}, the rule of the
 * Makefile, and the boot loader's configuration. Phases iterate over the catalogue and never ask
 * which format they have.
 */
public interface ImageFormat {

  /** As recipes write it under {@code image.formats}; also the name of its template folder. */
  String name();

  /** What it is, completing "{@code name}: …", without a full stop; it goes into the reference. */
  String summary();

  /** What has to be built, or to be there, before it can be. */
  Set<Ingredient> needs();

  /** Its file in the build folder. */
  String fileName(ImageContents contents);

  /** The tools and files of the host that its rule uses. */
  default List<Tool> tools() {
    return List.of();
  }

  /** Those of its tools of which bytes end up in the image. */
  default List<Tool> shipped() {
    return List.of();
  }

  /** Kernel options without which the image is useless. */
  default List<KernelNeed> kernelNeeds() {
    return List.of();
  }

  /** The firmware that can start it; empty if no machine starts from it. */
  default Set<Firmware> firmware() {
    return Set.of();
  }

  /** The firmware that can start it on the board of an architecture. */
  default List<Firmware> startsBy(Architecture architecture) {
    return architecture.board().firmware().stream().filter(firmware()::contains).toList();
  }

  /** What a machine is started from; empty if none is. */
  default Optional<BootMedium> medium(BootFiles files) {
    return Optional.empty();
  }

  /**
   * The files of its template folder, without {@code .ftl}, that the generated project gets besides
   * the rule: the boot loader's configuration.
   */
  default List<String> configurations() {
    return List.of();
  }

  /** Values for its templates, of letters, digits and a little punctuation. */
  default Map<String, String> values(ImageContents contents) {
    return Map.of();
  }

  /** How its files are taken apart; empty if they are opaque. */
  default Optional<PartReader> reader() {
    return Optional.empty();
  }
}
