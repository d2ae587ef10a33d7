package org.distroc.image;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.distroc.image.InitCode.Function;
import org.distroc.image.InitCode.RunOn;
import org.distroc.image.InitCode.Step;

/** Follows control from one address, each instruction once. */
final class Walk {
  private final InitCode code;
  private final Function within;
  private final Map<Long, Step> steps = new LinkedHashMap<>();
  private final Deque<Step> open = new ArrayDeque<>();
  private final List<RunOn> runsOn = new ArrayList<>();

  Walk(InitCode code, long start, MachineState state, Function within) {
    this.code = code;
    this.within = within;
    go(start, state);
  }

  /** The ways past the end of the function, once it was followed. */
  List<RunOn> runsOn() {
    return runsOn;
  }

  /** Every step that can be reached, in the order found; conditions are taken both ways. */
  List<Step> run() {
    while (!open.isEmpty()) {
      Step step = open.pop();
      X86Instruction i = step.instruction();
      MachineState after = step.before().after(i);
      switch (i.flow()) {
        case JUMP -> jump(i, after);
        case BRANCH -> {
          jump(i, after);
          goOn(step, after);
        }
        case COMPUTED_JUMP -> code.jumpTable(i).forEach(target -> go(target, after));
        case NEXT, COMPUTED_CALL -> goOn(step, after);
        case CALL, SYSCALL -> {
          if (code.comesBack(step)) {
            goOn(step, after);
          }
        }
        default -> {}
      }
    }
    return List.copyOf(steps.values());
  }

  private void jump(X86Instruction i, MachineState state) {
    boolean stays = within == null || !within.isLeftFor(i.target());
    if (stays && code.inCode(i.target())) {
      go(i.target(), state);
    }
  }

  private void goOn(Step step, MachineState after) {
    long next = step.instruction().end();
    boolean calls = step.instruction().flow() == X86Instruction.Flow.SYSCALL;
    boolean another = code.isFunction(next) || calls && code.isGlobal(next);
    boolean leaves = within != null && (next >= within.end() || another);
    if (leaves || !code.inCode(next)) {
      runsOn.add(new RunOn(step, next));
    } else {
      go(next, after);
    }
  }

  private void go(long address, MachineState state) {
    if (!steps.containsKey(address)) {
      Step step = new Step(code.decode(address), state);
      steps.put(address, step);
      open.push(step);
    }
  }
}
