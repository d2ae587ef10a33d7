package org.distroc.builder;

import java.io.IOException;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.distroc.arch.Architecture;
import org.distroc.builder.toolchain.Toolchain;
import org.distroc.host.Host;
import org.distroc.host.Sha256;

/**
 * Everything that decides the outputs of a build, by name: builds with the same inputs produce the
 * same bytes. Names are grouped by prefix.
 *
 * @param values sorted by name
 */
public record BuildInputs(Map<String, String> values) {
  /** The digest of the recipe's text. */
  public static final String TEXT = "text";

  /** The value at a JSON pointer of the recipe. */
  public static final String KEY = "key ";

  /** The digest of a source file of init. */
  public static final String INIT_FILE = "init file ";

  /** The digest of a file that the kernel's configuration is made from. */
  public static final String KERNEL_FILE = "kernel file ";

  /** A file or link in the root file system, by its path from the recipe's folder. */
  public static final String ROOT_FILE = "root file ";

  /** The identity of the kernel's source; absent if the source can change without notice. */
  public static final String KERNEL = "kernel";

  /** The digest of the recipe's lock file. */
  public static final String LOCK = "lock";

  /** The version of distroc. */
  public static final String DISTROC = "distroc";

  /** The cache folder: the generated Makefile contains the path of the kernel source in it. */
  static final String CACHE = "cache";

  /** The identity of a program on the host. */
  static final String TOOL = "tool ";

  /** Sorts and copies. */
  public BuildInputs {
    values = Collections.unmodifiableMap(new TreeMap<>(values));
  }

  /**
   * Inputs of a build on a host.
   *
   * @param architecture the target architecture
   * @param others inputs from the recipe
   * @throws IOException if the identity of a tool cannot be read
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

  /** The digest of bytes, as a value. */
  public static String digest(byte[] bytes) {
    return Sha256.of(bytes);
  }

  /** Whether the same inputs always mean the same bytes. */
  boolean areComplete() {
    return values.containsKey(KERNEL);
  }
}
