package org.distroc.format;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.distroc.arch.Architecture;
import org.distroc.host.Tool;
import org.distroc.spec.Firmware;
import org.distroc.spec.FormatSettings;

/**
 * A kind of file that a recipe can ask for. Everything specific to a format is defined here, and in
 * the templates in {@code templates/format/NAME}: {@code rule.mk.ftl}, the rule of the Makefile,
 * and the boot loader's configuration. Phases iterate over the catalogue and never ask which format
 * they have.
 */
public interface ImageFormat {

  /** The name in {@code image.formats}, and of its template folder. */
  String name();

  /** A short description without a full stop, for the reference. */
  String summary();

  /** What must exist before it can be built. */
  Set<Ingredient> needs();

  /** The same for what a recipe sets. */
  default Set<Ingredient> needs(FormatSettings settings) {
    return needs();
  }

  /** Those of them that it holds as they are. */
  default Set<Ingredient> holds(FormatSettings settings) {
    return needs(settings);
  }

  /** Names of other formats whose files it is made from. */
  default Set<String> madeOf() {
    return Set.of();
  }

  /** The name of its file in the build folder. */
  String fileName(ImageContents contents);

  /** Names of further files that its rule makes, in a folder of the build folder. */
  default List<String> more(ImageContents contents) {
    return List.of();
  }

  /** A setting that cannot be together with another one. */
  record Exclusion(String key, String message, String reason, String help) {}

  /** What cannot be together in its settings. */
  default List<Exclusion> exclusions(FormatSettings settings) {
    return List.of();
  }

  /**
   * Why a parameter of the kernel does not reach it by what starts the image, in a few words; empty
   * if it does.
   */
  default Optional<String> misreads(String parameter) {
    return Optional.empty();
  }

  /** The tools and files of the host that its rule uses. */
  default List<Tool> tools() {
    return List.of();
  }

  /** Those that its rule uses for what a recipe sets. */
  default List<Tool> tools(ImageContents contents) {
    return tools();
  }

  /** Those of its tools whose bytes end up in the image. */
  default List<Tool> shipped() {
    return List.of();
  }

  /** Kernel options without which the image is useless. */
  default List<KernelNeed> kernelNeeds(ImageContents contents) {
    return List.of();
  }

  /** All firmware that can start it; empty if no machine starts from it. */
  default Set<Firmware> firmware() {
    return Set.of();
  }

  /** The firmware that starts it as a recipe sets it up. */
  default Set<Firmware> firmware(FormatSettings settings) {
    return firmware();
  }

  /** The firmware that can start it on the board of an architecture. */
  default List<Firmware> startsBy(Architecture architecture, FormatSettings settings) {
    Set<Firmware> own = firmware(settings);
    return architecture.board().firmware().stream().filter(own::contains).toList();
  }

  /** What a machine boots from; empty if none boots this format. */
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

  /** Those of them that the image contains for what a recipe sets. */
  default List<String> configurations(FormatSettings settings) {
    return configurations();
  }

  /**
   * Sources that its rule compiles or assembles: files of its template folder, or of the folder
   * {@code shared} next to it.
   */
  default List<String> sources(FormatSettings settings) {
    return List.of();
  }

  /** Names of the folders that its rule creates in the build folder, and fills. */
  default List<String> scratch() {
    return List.of();
  }

  /**
   * Values for its templates: texts of letters, digits and a little punctuation, numbers, truth
   * values, and lists and maps of them.
   */
  default Map<String, Object> values(ImageContents contents) {
    return Map.of();
  }

  /**
   * What is wrong with a file that its rule has just written, in a few words; empty if nothing is.
   * The tools that write images may succeed and leave half of one.
   *
   * @param file all of it, of any content
   * @param ingredients the files that it is made from, by their names in the build folder
   */
  Optional<String> flaw(byte[] file, Map<String, byte[]> ingredients);

  /**
   * The same for one of the further files.
   *
   * @param name of the file
   */
  default Optional<String> flaw(String name, byte[] file, Map<String, byte[]> ingredients) {
    return file.length == 0 ? Optional.of("it is empty") : Optional.empty();
  }

  /** Splits its files into parts for comparisons; empty if they are opaque. */
  default Optional<PartReader> reader() {
    return Optional.empty();
  }
}
