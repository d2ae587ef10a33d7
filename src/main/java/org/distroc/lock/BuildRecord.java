package org.distroc.lock;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.distroc.host.BoundedFiles;
import org.distroc.plan.ProjectLayout;

/**
 * Inputs and outputs of a build. Two builds of the same have the same record, wherever and whenever
 * they ran. All digests are SHA-256 in hexadecimal digits.
 *
 * @param inputs its inputs
 * @param config the digest of the completed kernel configuration
 * @param tools versions by the names of the tools
 * @param outputs the digests of the files that were built, by name
 */
public record BuildRecord(
    Inputs inputs,
    String config,
    SortedMap<String, String> tools,
    SortedMap<String, String> outputs) {

  /** Copies the maps. */
  public BuildRecord {
    tools = Collections.unmodifiableSortedMap(new TreeMap<>(tools));
    outputs = Collections.unmodifiableSortedMap(new TreeMap<>(outputs));
  }

  /**
   * The record of a build that is done.
   *
   * @param outputs the names of its outputs
   * @param digest digests them, and {@code kernel.config}
   */
  public static BuildRecord of(
      Inputs inputs, SortedMap<String, String> tools, Collection<String> outputs, FileDigest digest)
      throws IOException {
    String config = digest.of(ProjectLayout.CONFIG);
    return new BuildRecord(inputs, config, tools, digests(outputs, digest));
  }

  /** Digests the files of a build by their names. */
  public interface FileDigest {
    /** The SHA-256 digest of a file in hexadecimal digits. */
    String of(String name) throws IOException;

    /** Digests files of a folder. */
    static FileDigest in(Path folder) {
      return name -> BoundedFiles.digest(folder.resolve(name));
    }
  }

  /** SHA-256 of files of a folder, by their names. */
  public static SortedMap<String, String> digests(Path folder, Collection<String> names)
      throws IOException {
    return digests(names, FileDigest.in(folder));
  }

  private static SortedMap<String, String> digests(Collection<String> names, FileDigest digest)
      throws IOException {
    SortedMap<String, String> digests = new TreeMap<>();
    for (String name : names) {
      digests.put(name, digest.of(name));
    }
    return digests;
  }

  /** The differences from another record: inputs first, then tools, then outputs. */
  public List<InputChange> changes(BuildRecord after) {
    List<InputChange> changes = InputChange.ofInputs(inputs, after.inputs);
    changes.addAll(InputChange.ofConfig(config, after.config));
    changes.addAll(InputChange.ofTools(tools, after.tools));
    changes.addAll(InputChange.ofOutputs(outputs, after.outputs));
    return changes;
  }
}
