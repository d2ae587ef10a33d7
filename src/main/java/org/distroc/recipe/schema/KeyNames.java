package org.distroc.recipe.schema;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The keys of a PC's keyboard: the names that recipes use for them, and QEMU's, which are those of
 * its {@code QKeyCode}.
 */
public final class KeyNames {
  private static final Map<String, String> NAMES = new LinkedHashMap<>();

  static {
    same("ctrl", "alt", "shift", "esc", "tab", "up", "down", "left", "right", "home", "end");
    same("insert", "delete", "backspace", "caps_lock", "num_lock", "scroll_lock", "pause", "print");
    same("menu", "ctrl_r", "alt_r", "shift_r", "meta_l", "meta_r", "minus", "equal", "comma");
    same("dot", "slash", "backslash", "semicolon", "apostrophe", "grave_accent", "bracket_left");
    same("bracket_right", "sysrq", "kp_enter", "kp_add", "kp_subtract", "kp_multiply");
    same("kp_divide", "kp_decimal", "less");
    NAMES.put("enter", "ret");
    NAMES.put("space", "spc");
    NAMES.put("escape", "esc");
    NAMES.put("del", "delete");
    NAMES.put("pageup", "pgup");
    NAMES.put("pagedown", "pgdn");
    NAMES.put("page_up", "pgup");
    NAMES.put("page_down", "pgdn");
    NAMES.put("control", "ctrl");
    NAMES.put("return", "ret");
    NAMES.put("super", "meta_l");
    same("ret", "spc", "pgup", "pgdn");
    for (int i = 1; i <= 12; i++) {
      same("f" + i);
    }
    for (char c = 'a'; c <= 'z'; c++) {
      same(String.valueOf(c));
    }
    for (int i = 0; i <= 9; i++) {
      same(String.valueOf(i), "kp_" + i);
    }
  }

  private KeyNames() {}

  private static void same(String... names) {
    for (String name : names) {
      NAMES.put(name, name);
    }
  }

  /** All names. */
  public static Collection<String> all() {
    return Collections.unmodifiableSet(NAMES.keySet());
  }

  /** The parts of {@code ctrl-alt-f2}. */
  public static List<String> parts(String chord) {
    return List.of(chord.split("-"));
  }

  /** QEMU's names for the parts of a chord whose names are all known. */
  public static List<String> codes(String chord) {
    List<String> codes = new ArrayList<>();
    for (String part : parts(chord)) {
      codes.add(NAMES.get(part));
    }
    return codes;
  }
}
