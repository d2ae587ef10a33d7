package org.distroc.recipe;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.distroc.diag.Span;
import org.distroc.recipe.schema.KeyNames;
import org.distroc.recipe.schema.Section;
import org.distroc.recipe.text.Node;
import org.distroc.recipe.text.SourceLocations;
import org.distroc.spec.Action;
import org.distroc.spec.BootTest;
import org.distroc.spec.BootTest.Forbidden;
import org.distroc.spec.ExpectedOutcome;
import org.distroc.spec.RecipeValues;
import org.distroc.spec.TestStep;
import org.distroc.spec.TestStep.Measure;
import org.distroc.spec.TextPattern;

/** Builds the record of a test that was found valid, with the places of its parts. */
final class TestBuilder {
  private final Section test;
  private final String pointer;
  private final SourceLocations locations;

  TestBuilder(Section test, String pointer, SourceLocations locations) {
    this.test = test;
    this.pointer = pointer;
    this.locations = locations;
  }

  BootTest build() {
    Duration timeout = RecipeValues.duration(test.text("timeout"));
    return new BootTest(timeout, steps(), forbid(), outcome());
  }

  private List<TestStep> steps() {
    List<TestStep> steps = new ArrayList<>();
    for (Section step : test.sections("steps")) {
      Optional<Span> at = at("/steps/" + steps.size());
      steps.add(new TestStep(action(step), duration(step, "within"), measure(step), at));
    }
    return steps;
  }

  private List<Forbidden> forbid() {
    List<Forbidden> forbidden = new ArrayList<>();
    if (test.node("forbid") instanceof Node.Items items) {
      for (Node item : items.items()) {
        forbidden.add(new Forbidden(pattern(item), at("/forbid/" + forbidden.size())));
      }
    } else {
      for (String text : test.texts("forbid")) {
        forbidden.add(new Forbidden(TextPattern.plain(text), Optional.empty()));
      }
    }
    return forbidden;
  }

  private Optional<Span> at(String below) {
    return locations.span(pointer + below);
  }

  private static TextPattern pattern(Node node) {
    return node instanceof Node.Keys keys
        ? new TextPattern(((Node.Scalar) keys.get("regex")).text(), true)
        : TextPattern.plain(((Node.Scalar) node).text());
  }

  private static Action action(Section step) {
    if (step.has("expect")) {
      return new Action.Expect(pattern(step.node("expect")));
    }
    if (step.has("expect_screen")) {
      return new Action.ExpectScreen(pattern(step.node("expect_screen")));
    }
    if (step.has("screenshot")) {
      return new Action.Screenshot(step.text("screenshot"));
    }
    if (step.has("restart")) {
      return new Action.Restart(step.text("restart").equals("now"));
    }
    if (step.has("port")) {
      Section port = step.section("port");
      return new Action.Port(
          port.number("number"), port.optional("send"), pattern(port.node("expect")));
    }
    return step.node("send") instanceof Node.Keys
        ? new Action.Press(
            step.section("send").texts("keys").stream().map(KeyNames::codes).toList())
        : new Action.Send(step.text("send"));
  }

  private static Optional<Measure> measure(Section step) {
    if (step.node("measure") instanceof Node.Keys) {
      Section measure = step.section("measure");
      return Optional.of(new Measure(measure.text("name"), duration(measure, "at_most")));
    }
    return step.optional("measure").map(name -> new Measure(name, Optional.empty()));
  }

  private static Optional<Duration> duration(Section section, String key) {
    return section.optional(key).map(RecipeValues::duration);
  }

  private ExpectedOutcome outcome() {
    Section outcome = test.section("outcome");
    if (outcome.has("panic")) {
      return new ExpectedOutcome.Panic(outcome.text("panic"), at("/outcome/panic"));
    }
    if (outcome.has("exit")) {
      return new ExpectedOutcome.Exit(outcome.number("exit"), at("/outcome/exit"));
    }
    return switch (test.text("outcome")) {
      case "reboot" -> new ExpectedOutcome.Reboot(at("/outcome"));
      case "poweroff" -> new ExpectedOutcome.Poweroff(at("/outcome"));
      default -> new ExpectedOutcome.Prompt();
    };
  }
}
