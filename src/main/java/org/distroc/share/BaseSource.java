package org.distroc.share;

import java.io.IOException;
import org.distroc.diag.Failure;
import org.distroc.recipe.layers.BaseAddress;
import org.distroc.recipe.layers.RemoteBases;

/** One way to get bases. */
interface BaseSource {
  /**
   * A base, from the cache or from its server.
   *
   * @param pin its commit or digest
   * @throws Failure if it cannot be had
   * @throws IOException if the cache cannot be used
   */
  RemoteBases.Fetched get(BaseAddress address, String pin) throws IOException;

  /**
   * What a name leads to now.
   *
   * @throws Failure if it leads to nothing
   */
  String resolve(BaseAddress address) throws IOException;
}
