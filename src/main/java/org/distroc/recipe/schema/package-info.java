/**
 * The schema of recipes and of other files: validation, explanations, and checks beyond a schema.
 */
package org.distroc.recipe.schema;
