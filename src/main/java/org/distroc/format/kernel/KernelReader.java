package org.distroc.format.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.distroc.arch.Architecture;
import org.distroc.arch.KernelImage;
import org.distroc.arch.catalogue.Architectures;
import org.distroc.format.Part;
import org.distroc.format.PartReader;

/** The parts of a kernel image, of any architecture. */
final class KernelReader implements PartReader {
  @Override
  public String kind() {
    return "kernel";
  }

  @Override
  public boolean recognizes(byte[] file) {
    return of(file).isPresent();
  }

  @Override
  public Optional<List<Part>> parts(byte[] file) {
    return of(file)
        .map(
            image -> {
              List<Part> parts = new ArrayList<>();
              image.parts(file).forEach((name, bytes) -> parts.add(new Part(name, "", bytes)));
              return List.copyOf(parts);
            });
  }

  static Optional<KernelImage> of(byte[] file) {
    return Architectures.ALL.stream()
        .map(Architecture::image)
        .filter(image -> image.recognizes(file))
        .findFirst();
  }
}
