package org.distroc.recipe.layers;

import java.nio.file.Path;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Failure;
import org.distroc.diag.Span;

/** Gets the bases of recipes that are not files next to them. */
public interface RemoteBases {
  /** For recipes whose bases are all next to them. */
  RemoteBases NONE =
      new RemoteBases() {
        @Override
        public Fetched fetch(BaseAddress address, Span at) {
          throw new Failure(
              Diagnostic.error(Code.D1043, "`" + address.url() + "` is not fetched here").at(at));
        }

        @Override
        public void check(String name, String found, Span at) {
          // Nothing was fetched.
        }
      };

  /**
   * What was fetched.
   *
   * @param root the folder with its files, absolute; it must not be written to
   * @param pin its commit or digest
   * @param file the path of the recipe in it
   */
  record Fetched(Path root, String pin, String file) {}

  /**
   * Gets a base, from the cache if it is there.
   *
   * @param at where the recipe names it
   * @throws Failure with that place, if it cannot be had
   */
  Fetched fetch(BaseAddress address, Span at);

  /**
   * Compares a file that was read with the lock file.
   *
   * @param name as lock files have it
   * @param found its pin and the digest of its text, as lock files have them
   * @throws Failure if the lock file has other ones
   */
  void check(String name, String found, Span at);
}
