/**
 * The language server: what distroc knows about recipes, kernels and their options, for editors.
 * Texts come from the editor, not from files; nothing is built and nothing runs but what {@code
 * distroc check} runs too.
 */
package org.distroc.lsp;
