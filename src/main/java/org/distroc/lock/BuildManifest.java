package org.distroc.lock;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import org.distroc.diag.Json;
import org.distroc.host.AtomicFiles;
import org.distroc.plan.BuildPlan;
import org.distroc.plan.ProjectLayout;

/**
 * The report of a build, {@code manifest.json} next to its outputs.
 *
 * @param plan what was built
 * @param record inputs and outputs of the build
 * @param sizes of the outputs, in bytes, by name
 * @param times how long each stage took, in the order in which they ran; the one part that differs
 *     between two builds of the same
 * @param started when the build began
 */
public record BuildManifest(
    BuildPlan plan,
    BuildRecord record,
    Map<String, Long> sizes,
    Map<String, Duration> times,
    Instant started) {

  /** The file name in the build folder. */
  public static final String FILE = ProjectLayout.MANIFEST;

  /** Copies the maps, in their order. */
  public BuildManifest {
    sizes = new LinkedHashMap<>(sizes);
    times = new LinkedHashMap<>(times);
  }

  /** Writes it into a build folder. */
  public void write(Path folder) throws IOException {
    AtomicFiles.write(folder.resolve(FILE), Json.pretty(toMap()) + "\n");
  }

  /** The part that is the same in two builds of the same inputs. */
  public Map<String, Object> stable() {
    Inputs inputs = record.inputs();
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("manifest", "v1");
    map.put("name", plan.name());
    map.put("version", plan.version());
    map.put("distroc", inputs.distroc());
    map.put("inputs", inputs());
    map.put("tools", record.tools());
    Map<String, Object> outputs = new LinkedHashMap<>();
    record
        .outputs()
        .forEach(
            (file, digest) -> {
              Map<String, Object> output = new LinkedHashMap<>();
              output.put("bytes", sizes.get(file));
              output.put("sha256", digest);
              outputs.put(file, output);
            });
    map.put("outputs", outputs);
    return map;
  }

  private Map<String, Object> inputs() {
    Inputs inputs = record.inputs();
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("language", inputs.language());
    map.put("templates", inputs.templates());
    map.put("recipe", inputs.recipe());
    map.put("files", inputs.files());
    Map<String, Object> kernel = new LinkedHashMap<>();
    kernel.put("release", inputs.kernel().release());
    inputs
        .kernel()
        .debian()
        .ifPresent(
            debian -> {
              kernel.put("package", debian.name());
              kernel.put("version", debian.version());
            });
    kernel.put("identity", inputs.kernel().identity());
    kernel.put("config", record.config());
    map.put("kernel", kernel);
    return map;
  }

  private Map<String, Object> toMap() {
    Map<String, Object> map = stable();
    Map<String, Object> stages = new LinkedHashMap<>();
    times.forEach((stage, time) -> stages.put(stage, time.toMillis() / 1000.0));
    Map<String, Object> run = new LinkedHashMap<>();
    run.put("started", started.truncatedTo(ChronoUnit.SECONDS).toString());
    run.put("seconds", stages);
    map.put("times", run);
    return map;
  }
}
