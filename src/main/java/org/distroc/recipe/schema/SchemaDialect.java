package org.distroc.recipe.schema;

import com.networknt.schema.ExecutionContext;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaContext;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.keyword.AbstractKeyword;
import com.networknt.schema.keyword.BaseKeywordValidator;
import com.networknt.schema.keyword.DisallowUnknownKeywordFactory;
import com.networknt.schema.keyword.Keyword;
import com.networknt.schema.keyword.KeywordType;
import com.networknt.schema.keyword.KeywordValidator;
import com.networknt.schema.keyword.NonValidationKeyword;
import com.networknt.schema.path.NodePath;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * The part of JSON Schema draft-07 that the schema of recipes uses, and no more: any other keyword
 * in it is an error. The whole dialect loads date, mail and address formats and a JSON mapper,
 * which takes as long as everything else that {@code check} does.
 */
public final class SchemaDialect {
  static final String DRAFT = "http://json-schema.org/draft-07/schema#";

  private static final KeywordType[] CHECKED = {
    KeywordType.ADDITIONAL_PROPERTIES,
    KeywordType.ALL_OF,
    KeywordType.FALSE,
    KeywordType.IF_THEN_ELSE,
    KeywordType.ITEMS_LEGACY,
    KeywordType.MAX_ITEMS,
    KeywordType.MAX_LENGTH,
    KeywordType.MAX_PROPERTIES,
    KeywordType.MAXIMUM,
    KeywordType.MIN_ITEMS,
    KeywordType.MIN_LENGTH,
    KeywordType.MIN_PROPERTIES,
    KeywordType.MINIMUM,
    KeywordType.PATTERN,
    KeywordType.PROPERTIES,
    KeywordType.PROPERTY_NAMES,
    KeywordType.REQUIRED,
    KeywordType.TYPE,
    KeywordType.UNIQUE_ITEMS,
  };

  /**
   * Draft-07 does not know {@code patternErrorMessage}, which editors show; {@code meant}: the
   * words of other tools for values, each with the value that it means here; and {@code kinds}:
   * keys of which a map has one at most, while others may stand next to it.
   */
  private static final String[] TOLD = {
    "$schema",
    "title",
    "description",
    "default",
    "examples",
    "then",
    "else",
    "patternErrorMessage",
    "meant",
    "kinds",
  };

  private SchemaDialect() {}

  static Dialect dialect() {
    List<Keyword> keywords = new ArrayList<>(List.of(CHECKED));
    keywords.add(new WordKeyword());
    for (String word : TOLD) {
      keywords.add(new NonValidationKeyword(word));
    }
    return Dialect.builder(DRAFT)
        .specificationVersion(SpecificationVersion.DRAFT_7)
        .idKeyword("$id")
        .unknownKeywordFactory(DisallowUnknownKeywordFactory.getInstance())
        .keywords(keywords)
        .build();
  }

  /** {@code enum} for texts. The library's own one loads a JSON mapper to word its message. */
  private static final class WordKeyword extends AbstractKeyword {
    WordKeyword() {
      super("enum");
    }

    @Override
    public KeywordValidator newValidator(
        SchemaLocation location, JsonNode words, Schema parent, SchemaContext context) {
      return new WordValidator(this, words, location, parent, context);
    }
  }

  private static final class WordValidator extends BaseKeywordValidator {
    private final List<String> words = new ArrayList<>();

    WordValidator(
        Keyword keyword,
        JsonNode words,
        SchemaLocation location,
        Schema parent,
        SchemaContext context) {
      super(keyword, words, location, parent, context);
      for (JsonNode word : words) {
        this.words.add(word.stringValue());
      }
    }

    @Override
    public void validate(
        ExecutionContext context, JsonNode node, JsonNode root, NodePath instance) {
      if (!node.isString() || !words.contains(node.stringValue())) {
        context.addError(
            error()
                .instanceNode(node)
                .instanceLocation(instance)
                .evaluationPath(context.getEvaluationPath())
                .locale(context.getExecutionConfig().getLocale())
                .arguments(words)
                .build());
      }
    }
  }
}
