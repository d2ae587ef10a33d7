package org.distroc.boot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.distroc.arch.x86.X86;
import org.distroc.boot.CpuState.State;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CpuStateTest {
  private static final Symbolizer BOOK =
      new Symbolizer() {
        @Override
        public Optional<String> inInit(long address) {
          return Optional.of("main (a.c:1)");
        }

        @Override
        public Optional<String> inKernel(long address) {
          return address < 0 ? Optional.of("panic+0x1") : Optional.empty();
        }
      };

  private static String registers(String ip, int level, int halted, String control) {
    return "EAX=0\nRIP="
        + ip
        + " RFL=2 [--] CPL="
        + level
        + " II=0 A20=1 SMM=0 HLT="
        + halted
        + "\nCR0="
        + control
        + " CR2=0\n";
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ffffffff81000001 | 0 | 0 | 80050033 | KERNEL | in the kernel, at panic+0x1",
        "ffffffff81000001 | 0 | 1 | 80050033 | IDLE | idle in the kernel, at panic+0x1",
        "00000000004000a1 | 3 | 0 | 80050033 | USER | in a program, at main (a.c:1)",
        "00000000001000fa | 0 | 0 | 80000011 | EARLY | in the kernel's decompressor",
        "00000000000002d2 | 0 | 0 | 00000010 | FIRMWARE | in the firmware or the boot loader"
      })
  void seesWhatItDoes(String ip, int level, int halted, String control, State state, String words) {
    CpuState processor =
        CpuState.of(registers(ip, level, halted, control), X86.REGISTERS).orElseThrow();
    assertEquals(state, processor.state());
    assertEquals(words, processor.inWords(BOOK).substring(0, words.length()));
    Facts facts = new Facts.Builder().cpu(processor).build();
    assertEquals(Optional.of(processor), facts.cpu());
    assertTrue(facts.is(Fact.CPU, state.name().toLowerCase(Locale.ROOT)));
  }

  @Test
  void takesTheStateThatWasSeenMost() {
    CpuState idle = new CpuState(State.IDLE, -1);
    CpuState user = new CpuState(State.USER, 1);
    assertEquals(Optional.of(user), CpuState.mostly(List.of(user, idle, user)));
    assertEquals(Optional.empty(), CpuState.of("nothing", X86.REGISTERS));
  }
}
