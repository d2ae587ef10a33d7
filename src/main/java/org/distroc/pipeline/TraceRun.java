package org.distroc.pipeline;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.distroc.boot.test.BootResult;
import org.distroc.builder.Artifacts;
import org.distroc.debug.SyscallTracer;
import org.distroc.debug.TraceEvent;
import org.distroc.debug.TraceEvent.Argument;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.ExitCode;
import org.distroc.diag.Failure;
import org.distroc.plan.BuildPlan;
import org.distroc.spec.Action;
import org.distroc.spec.BootTest;
import org.distroc.spec.ExpectedOutcome;
import org.distroc.spec.TestStep;

/** Traces the system calls of one guest. */
public final class TraceRun {
  private final WatchedBoot watch;
  private final Artifacts artifacts;
  private final SyscallTracer tracer;

  /** Prepares it; the sink gets each event as it comes. */
  public TraceRun(WatchedBoot watch, Artifacts artifacts, Consumer<TraceEvent> sink)
      throws IOException {
    BuildPlan plan = watch.plan();
    this.watch = watch;
    this.artifacts = artifacts;
    this.tracer =
        new SyscallTracer(
            watch.systemCalls(),
            plan.kernel().tree(),
            plan.architecture(),
            watch.symbols(artifacts),
            sink);
  }

  /** While a person uses the guest. */
  public ExitCode atTerminal(Consumer<String> say) throws IOException, InterruptedException {
    return watch.atTerminal(watch.direct(artifacts), tracer, say);
  }

  /** While the recipe's first test runs, or one that types lines at its prompt. */
  public BootResult tested(Path recipe, List<String> typed)
      throws IOException, InterruptedException {
    BootTest own = watch.firstTest(recipe).test();
    BootTest test = typed.isEmpty() ? own : typing(own, typed);
    return watch.test(artifacts, watch.direct(artifacts), test, tracer);
  }

  /**
   * A test that types lines at the prompt, which is the text that the recipe's test expects first.
   */
  private static BootTest typing(BootTest own, List<String> lines) {
    Optional<TestStep> prompt = own.prompt();
    if (prompt.isEmpty()) {
      throw new Failure(
          Diagnostic.error(Code.D8001, "`--typed` needs a prompt")
              .why("the recipe's test expects no text")
              .help("add a step such as `- expect: \"# \"` to its test"));
    }
    List<TestStep> steps = new ArrayList<>(List.of(prompt.get()));
    for (String line : lines) {
      steps.add(TestStep.of(new Action.Send(line + "\n")));
      steps.add(prompt.get());
    }
    return new BootTest(own.timeout(), steps, List.of(), new ExpectedOutcome.Prompt());
  }

  /** An event for programs. */
  public static Map<String, Object> toMap(TraceEvent event) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("pid", event.process().number());
    map.put("program", event.process().program());
    if (event instanceof TraceEvent.Begun begun) {
      map.put("event", "call");
      map.put("call", begun.call());
      map.put("name", begun.name());
      map.put("arguments", begun.arguments().stream().map(TraceRun::toMap).toList());
    } else if (event instanceof TraceEvent.Returned returned) {
      map.put("event", "return");
      map.put("call", returned.call());
      map.put("name", returned.name());
      map.put("arguments", returned.arguments().stream().map(TraceRun::toMap).toList());
      map.put("result", returned.result());
      map.put("text", returned.text());
    } else if (event instanceof TraceEvent.Signalled signalled) {
      map.put("event", "signal");
      map.put("signal", signalled.signal());
    } else if (event instanceof TraceEvent.Ended ended) {
      map.put("event", "end");
      map.put("how", ended.how());
    }
    return map;
  }

  private static Map<String, Object> toMap(Argument argument) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("name", argument.name());
    map.put("type", argument.type());
    map.put("value", argument.value());
    map.put("text", argument.text().isEmpty() ? null : argument.text());
    return map;
  }
}
