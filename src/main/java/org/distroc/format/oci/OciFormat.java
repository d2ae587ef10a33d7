package org.distroc.format.oci;

import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.distroc.format.ImageContents;
import org.distroc.format.ImageFormat;
import org.distroc.format.Ingredient;
import org.distroc.format.tar.TarFile;
import org.distroc.format.tar.TarFormat;
import org.distroc.host.Tool;

/**
 * The root file system as the one layer of a container image, in the layout of the Open Container
 * Initiative, as one tar archive. What opens those opens this.
 */
public final class OciFormat implements ImageFormat {
  private static final String RDINIT = "rdinit=";

  @Override
  public String name() {
    return "oci";
  }

  @Override
  public String summary() {
    return "a container image (an OCI layout in a tar archive)";
  }

  @Override
  public Set<Ingredient> needs() {
    return EnumSet.of(Ingredient.INITRAMFS);
  }

  @Override
  public String fileName(ImageContents contents) {
    return contents.name() + "-oci.tar";
  }

  @Override
  public List<Tool> tools() {
    return List.of(TarFormat.BSDTAR);
  }

  @Override
  public List<String> scratch() {
    return List.of("oci");
  }

  @Override
  public Map<String, Object> values(ImageContents contents) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("platform", platform(contents.architecture().compiler().debianName()));
    values.put("tag", contents.settings(this).text("tag").orElse("latest"));
    values.put("entrypoint", entrypoint(contents));
    return values;
  }

  /**
   * How the specification calls an architecture, in the words of Go: as Debian does, but without a
   * letter before the number of a processor and without the kind of floating point, and with the
   * order of bytes the other way round.
   */
  private static String platform(String debian) {
    return debian.replaceFirst("^i(?=\\d)", "").replaceFirst("hf$", "").replaceFirst("el$", "le");
  }

  /** What the kernel starts, if that is a word that needs no quotes anywhere. */
  private static String entrypoint(ImageContents contents) {
    return contents.cmdline().stream()
        .filter(word -> word.startsWith(RDINIT))
        .map(word -> word.substring(RDINIT.length()))
        .filter(path -> path.matches("/[A-Za-z0-9._/+-]{1,200}"))
        .reduce((first, last) -> last)
        .orElse("/init");
  }

  @Override
  public Optional<String> flaw(byte[] file, Map<String, byte[]> ingredients) {
    return TarFile.flaw(file);
  }
}
