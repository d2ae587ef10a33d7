package org.distroc.recipe;

import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;

/** The words for what is YAML, and yet no recipe. */
final class UnsupportedYaml {
  private UnsupportedYaml() {}

  static Diagnostic empty() {
    return Diagnostic.error(Code.D1007, "the recipe is empty")
        .why("it has no keys, only comments or blank lines, if anything")
        .help("`distroc new NAME` writes a recipe to start from");
  }

  static Diagnostic secondDocument() {
    return Diagnostic.error(Code.D1013, "a second YAML document starts here")
        .why("a file holds one recipe; `---` and `...` end it")
        .help("write the other recipe into a file of its own, or remove this line");
  }

  static Diagnostic tooDeep() {
    return Diagnostic.error(Code.D1014, "maps and lists are nested more than 32 deep")
        .why("no key of a recipe is nested that deep")
        .help("look for brackets that are not closed");
  }

  static Diagnostic tooLong() {
    return Diagnostic.error(Code.D1024, "the value is longer than 4096 characters")
        .why("no value of a recipe is that long")
        .help("look for a quote that is not closed where it should be");
  }

  static Diagnostic keyIsNoText() {
    return Diagnostic.error(Code.D1015, "a key must be a word")
        .label("not a key")
        .why("a key is a single text before a colon: `name: tiny`")
        .help("write the key, or put the text into quotes if it is a value");
  }

  static Diagnostic mergeKey() {
    return Diagnostic.error(Code.D1012, "a recipe has no merge keys")
        .label("merge key")
        .why("what a recipe says stands where it is read, so that every value has one place")
        .help("write the keys out");
  }

  static Diagnostic taggedValue() {
    return Diagnostic.error(Code.D1012, "a recipe has no tags")
        .label("tag")
        .why("the kind of each value is known from its key")
        .help(
            "remove the tag; a number that is meant as a text, and a text that starts with `!`,"
                + " need quotes");
  }

  static Diagnostic anchored(boolean alias, String name) {
    return alias
        ? Diagnostic.error(Code.D1012, "a recipe has no aliases")
            .label("alias")
            .why("what a recipe says stands where it is read, so that every value has one place")
            .help("write the value of `&" + name + "` here; for a text with `*`, use quotes")
        : Diagnostic.error(Code.D1012, "a recipe has no anchors")
            .label("anchor")
            .why("aliases are not possible, so an anchor has no use")
            .help("remove `&" + name + "`; for a text that starts with `&`, use quotes");
  }

  static Diagnostic duplicate(String key, int firstLine) {
    return Diagnostic.error(Code.D1011, "the key `" + Wording.shown(key) + "` is written twice")
        .label("second time")
        .why("only one of the two values can count; the first is in line " + firstLine)
        .help("remove one of them, or bring their contents together");
  }
}
