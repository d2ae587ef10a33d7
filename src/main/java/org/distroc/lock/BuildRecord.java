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
   * @param folder where the outputs and {@code kernel.config} are
   * @param outputs their names
   */
  public static BuildRecord of(
      Inputs inputs, SortedMap<String, String> tools, Path folder, Collection<String> outputs)
      throws IOException {
    String config = BoundedFiles.digest(folder.resolve(ProjectLayout.CONFIG));
    return new BuildRecord(inputs, config, tools, digests(folder, outputs));
  }

  /** SHA-256 of files of a folder, by their names. */
  public static SortedMap<String, String> digests(Path folder, Collection<String> names)
      throws IOException {
    SortedMap<String, String> digests = new TreeMap<>();
    for (String name : names) {
      digests.put(name, BoundedFiles.digest(folder.resolve(name)));
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
