package org.distroc.kconfig.syntax;

import java.util.HashMap;
import java.util.Map;
import org.distroc.kconfig.model.Dialect;

/** The tokens of the language. Keywords are reserved everywhere, as a whole word. */
enum Token {
  WORD,
  QUOTED,
  ASSIGNED,
  HELP_TEXT,
  END_OF_LINE,
  END_OF_INPUT,
  BOOL("bool"),
  CHOICE("choice"),
  COMMENT("comment"),
  CONFIG("config"),
  DEF_BOOL("def_bool"),
  DEF_TRISTATE("def_tristate"),
  DEFAULT("default"),
  DEPENDS("depends"),
  ENDCHOICE("endchoice"),
  ENDIF("endif"),
  ENDMENU("endmenu"),
  HELP("help"),
  HEX("hex"),
  IF("if"),
  IMPLY("imply"),
  INT("int"),
  MAINMENU("mainmenu"),
  MENU("menu"),
  MENUCONFIG("menuconfig"),
  MODULES("modules"),
  ON("on"),
  OPTIONAL("optional"),
  PROMPT("prompt"),
  RANGE("range"),
  SELECT("select"),
  SOURCE("source"),
  STRING("string"),
  TRANSITIONAL("transitional"),
  TRISTATE("tristate"),
  VISIBLE("visible"),
  OR("||"),
  AND("&&"),
  EQUAL("="),
  UNEQUAL("!="),
  LESS("<"),
  LESS_EQUAL("<="),
  GREATER(">"),
  GREATER_EQUAL(">="),
  NOT("!"),
  OPEN("("),
  CLOSE(")"),
  COLON_EQUAL(":="),
  PLUS_EQUAL("+=");

  private final String spelling;

  Token() {
    this(null);
  }

  Token(String spelling) {
    this.spelling = spelling;
  }

  /** How to call it in a message. */
  String words() {
    return switch (this) {
      case WORD -> "name";
      case QUOTED -> "quoted string";
      case ASSIGNED -> "value";
      case HELP_TEXT -> "help text";
      case END_OF_LINE -> "end of line";
      case END_OF_INPUT -> "end of file";
      default -> "`" + spelling + "`";
    };
  }

  /** Whether it begins a line that belongs to the entry above it. */
  boolean isAttribute() {
    return switch (this) {
      case BOOL,
          TRISTATE,
          INT,
          HEX,
          STRING,
          DEFAULT,
          DEF_BOOL,
          DEF_TRISTATE,
          DEPENDS,
          SELECT,
          IMPLY,
          RANGE,
          PROMPT,
          HELP,
          MODULES,
          OPTIONAL,
          TRANSITIONAL,
          VISIBLE ->
          true;
      default -> false;
    };
  }

  /** The keywords of a dialect. Words that a kernel does not know yet stay ordinary names in it. */
  static Map<String, Token> keywords(Dialect dialect) {
    Map<String, Token> keywords = new HashMap<>();
    for (Token token : values()) {
      if (token.spelling != null && Character.isLetter(token.spelling.charAt(0))) {
        keywords.put(token.spelling, token);
      }
    }
    if (!dialect.choicesAreSymbols()) {
      keywords.remove("optional");
    }
    if (!dialect.transitionalSymbols()) {
      keywords.remove("transitional");
    }
    return keywords;
  }
}
