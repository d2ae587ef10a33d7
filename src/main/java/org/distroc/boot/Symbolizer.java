package org.distroc.boot;

import java.util.Optional;

/** Resolves addresses in a guest's kernel and init to names. */
public interface Symbolizer {
  /** One without symbols. */
  Symbolizer EMPTY =
      new Symbolizer() {
        @Override
        public Optional<String> inInit(long address) {
          return Optional.empty();
        }

        @Override
        public Optional<String> inKernel(long address) {
          return Optional.empty();
        }
      };

  /** The function and line of init, as {@code main (hello.c:12)}. */
  Optional<String> inInit(long address);

  /** The function of the kernel, where it was linked to, as {@code panic+0x1c}. */
  Optional<String> inKernel(long address);
}
