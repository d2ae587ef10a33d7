package org.distroc.builder;

import org.distroc.builder.toolchain.Toolchain;
import java.io.IOException;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.distroc.arch.Architecture;
import org.distroc.host.Host;
import org.distroc.host.Sha256;

/**
 * All that decides what a build makes, each thing by a name: two builds with the same inputs make
 * the same bytes. The names are grouped by their beginnings.
 *
 * @param values sorted by name
 */
public record BuildInputs(Map<String, String> values) {
  /** The text of the recipe, as a digest. */
  public static final String TEXT = "text";

  /** What a recipe says at a JSON pointer. */
  public static final String KEY = "key ";

  /** The digest of a file that becomes a part of init. */
  public static final String INIT_FILE = "init file ";

  /** The digest of a file that becomes a part of the kernel's configuration. */
  public static final String KERNEL_FILE = "kernel file ";

  /** The identity of the kernel's source; absent when nobody knows whether it changed. */
  public static final String KERNEL = "kernel";

  /** The digest of the lock that the recipe is held to. */
  public static final String LOCK = "lock";

  /** Which distroc builds. */
  public static final String DISTROC = "distroc";

  /** Where the kernel's source is: the generated Makefile names the folder. */
  static final String CACHE = "cache";

  /** A program of the host. */
  static final String TOOL = "tool ";

  /** Sorts and copies. */
  public BuildInputs {
    values = Collections.unmodifiableMap(new TreeMap<>(values));
  }

  /**
   * Inputs of a build on a host.
   *
   * @param architecture that the build is for
   * @param others what is known of the recipe
   * @throws IOException if a tool cannot be looked at
   */
  public static BuildInputs on(Host host, Architecture architecture, Map<String, String> others)
      throws IOException {
    Map<String, String> values = new TreeMap<>(others);
    values.put(CACHE, host.cacheFolder().toString());
    for (Map.Entry<String, String> tool :
        Toolchain.of(host, architecture.compiler()).tools().entrySet()) {
      values.put(TOOL + tool.getKey(), tool.getValue());
    }
    return new BuildInputs(values);
  }

  /** The digest of some bytes, for a value. */
  public static String digest(byte[] bytes) {
    return Sha256.of(bytes);
  }

  /** Whether the same inputs on another day are sure to be the same bytes. */
  boolean areSettled() {
    return values.containsKey(KERNEL);
  }
}
