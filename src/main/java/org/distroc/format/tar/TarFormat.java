package org.distroc.format.tar;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.distroc.format.ImageContents;
import org.distroc.format.ImageFormat;
import org.distroc.format.Ingredient;
import org.distroc.format.PartReader;
import org.distroc.host.Tool;

/**
 * The root file system as a tar archive, for a container or a folder to change root to. No machine
 * starts from it.
 */
public final class TarFormat implements ImageFormat {
  /** Converts archives without unpacking them, so that device files need no root. */
  public static final Tool BSDTAR =
      Tool.program("bsdtar", "libarchive-tools", "write archives of the root file system");

  @Override
  public String name() {
    return "tar";
  }

  @Override
  public String summary() {
    return "the root file system as an archive, for containers and other systems";
  }

  @Override
  public Set<Ingredient> needs() {
    return EnumSet.of(Ingredient.INITRAMFS);
  }

  @Override
  public String fileName(ImageContents contents) {
    return contents.name() + ".tar" + (gzip(contents) ? ".gz" : "");
  }

  @Override
  public List<Tool> tools() {
    return List.of(BSDTAR);
  }

  @Override
  public Map<String, Object> values(ImageContents contents) {
    return Map.of("gzip", gzip(contents));
  }

  private boolean gzip(ImageContents contents) {
    return contents.settings(this).text("compression").filter("gzip"::equals).isPresent();
  }

  /** Reads it to its end; that of a compressed one is checked by its sum. */
  @Override
  public Optional<String> flaw(byte[] file, Map<String, byte[]> ingredients) {
    return TarFile.flaw(file);
  }

  @Override
  public Optional<PartReader> reader() {
    return Optional.of(new TarReader());
  }
}
