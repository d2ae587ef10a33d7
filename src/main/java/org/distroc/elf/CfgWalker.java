package org.distroc.elf;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.distroc.arch.Instruction;
import org.distroc.elf.ControlFlow.FallThrough;
import org.distroc.elf.ControlFlow.Function;
import org.distroc.elf.ControlFlow.Step;

/** Follows control from one address, each instruction once. */
final class CfgWalker {
  private final ControlFlow code;
  private final Function within;
  private final Map<Long, Step> steps = new LinkedHashMap<>();
  private final Deque<Step> open = new ArrayDeque<>();
  private final List<FallThrough> runsOn = new ArrayList<>();

  CfgWalker(ControlFlow code, long start, RegisterState state, Function within) {
    this.code = code;
    this.within = within;
    go(start, state);
  }

  /** Where control runs past the end of the function, after {@link #run}. */
  List<FallThrough> runsOn() {
    return runsOn;
  }

  /** Every step that can be reached, in the order found; conditions are taken both ways. */
  List<Step> run() {
    while (!open.isEmpty()) {
      Step step = open.pop();
      Instruction i = step.instruction();
      RegisterState after = step.before().after(i);
      switch (i.flow()) {
        case JUMP -> jump(i, after);
        case BRANCH -> {
          jump(i, after);
          goOn(step, after);
        }
        case COMPUTED_JUMP -> code.jumpTable(i).forEach(target -> go(target, after.atJoin()));
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

  private void jump(Instruction i, RegisterState state) {
    boolean stays = within == null || !within.isLeftFor(i.target());
    if (stays && code.inCode(i.target())) {
      go(i.target(), state.atJoin());
    }
  }

  private void goOn(Step step, RegisterState after) {
    long next = step.instruction().end();
    boolean calls = step.instruction().flow() == Instruction.Flow.SYSCALL;
    boolean another = code.isFunction(next) || calls && code.isGlobal(next);
    boolean leaves = within != null && (next >= within.end() || another);
    if (leaves || !code.inCode(next)) {
      runsOn.add(new FallThrough(step, next));
    } else {
      go(next, code.isJoin(next) ? after.atJoin() : after);
    }
  }

  private void go(long address, RegisterState state) {
    if (!steps.containsKey(address)) {
      Step step = new Step(code.decode(address), state);
      steps.put(address, step);
      open.push(step);
    }
  }
}
