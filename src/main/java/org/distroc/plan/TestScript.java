package org.distroc.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.distroc.diag.Span;
import org.distroc.recipe.BootScript;
import org.distroc.recipe.BootScript.Action;
import org.distroc.recipe.SourceLocations;

/** Turns the words of one test into what is done. */
final class TestScript {
  private final BootScript script;
  private final String pointer;
  private final SourceLocations places;

  TestScript(BootScript script, String pointer, SourceLocations places) {
    this.script = script;
    this.pointer = pointer;
    this.places = places;
  }

  /** The test; empty if it checks nothing. */
  Optional<BootTest> plan() {
    BootTest.Outcome outcome = outcome();
    List<TestStep> steps = steps();
    if (outcome instanceof BootTest.Prompt && steps.stream().noneMatch(s -> s.action().looks())) {
      return Optional.empty();
    }
    return Optional.of(new BootTest(script.timeout(), steps, forbid(), outcome));
  }

  private List<TestStep> steps() {
    List<TestStep> steps = new ArrayList<>();
    for (int i = 0; i < script.steps().size(); i++) {
      BootScript.Step step = script.steps().get(i);
      steps.add(
          new TestStep(
              action(step.action()),
              step.within(),
              step.measure().map(m -> new TestStep.Measure(m.name(), m.atMost())),
              places.span(pointer + "/steps/" + i)));
    }
    return steps;
  }

  private static TestStep.Action action(Action action) {
    if (action instanceof Action.Expect expect) {
      return new TestStep.Expect(pattern(expect.what()));
    } else if (action instanceof Action.ExpectScreen expect) {
      return new TestStep.ExpectScreen(pattern(expect.what()));
    } else if (action instanceof Action.Send send) {
      return new TestStep.Send(send.text());
    } else if (action instanceof Action.Press press) {
      return new TestStep.Press(press.chords());
    } else if (action instanceof Action.Port port) {
      return new TestStep.Port(port.number(), port.send(), pattern(port.expect()));
    }
    return new TestStep.Screenshot(((Action.Screenshot) action).name());
  }

  private static TextPattern pattern(BootScript.Text text) {
    return new TextPattern(text.text(), text.regex());
  }

  private List<BootTest.Forbidden> forbid() {
    List<BootTest.Forbidden> forbidden = new ArrayList<>();
    for (int i = 0; i < script.forbid().size(); i++) {
      Optional<Span> at = places.span(pointer + "/forbid/" + i);
      forbidden.add(new BootTest.Forbidden(pattern(script.forbid().get(i)), at));
    }
    return forbidden;
  }

  private BootTest.Outcome outcome() {
    Optional<Span> at = places.span(pointer + "/outcome");
    if (script.outcome() instanceof BootScript.Outcome.Panic panic) {
      return new BootTest.Panic(panic.text(), places.span(pointer + "/outcome/panic"));
    } else if (script.outcome() instanceof BootScript.Outcome.Exit exit) {
      return new BootTest.Exit(exit.status(), places.span(pointer + "/outcome/exit"));
    } else if (script.outcome() instanceof BootScript.Outcome.Reboot) {
      return new BootTest.Reboot(at);
    } else if (script.outcome() instanceof BootScript.Outcome.Poweroff) {
      return new BootTest.Poweroff(at);
    }
    return new BootTest.Prompt();
  }
}
