/** What compilers, assemblers and linkers print, as diagnostics at lines of the recipe's files. */
package org.distroc.builder.messages;
