[#macro layout loadAddress constants="" variables="" zeros="" dropped=""]
/*
 * How the linker lays out init: which piece of the object files goes where in memory.
 *
 * Two segments at most. Code and constants can be executed but not written; variables can be
 * written but not executed. A program without variables has no second segment.
 */
ENTRY(_start)

SECTIONS
{
	/* The headers of the ELF file come first, in the file and so in memory. */
	. = [=loadAddress] + SIZEOF_HEADERS;

	/* KEEP: the linker's --gc-sections drops what is not reached from here. */
	.text : {
		KEEP(*(.text._start))
		*(.text .text.*)
	}
	.rodata : { *(.rodata .rodata.*[=constants]) }

	/*
	 * Next page in memory, next byte in the file: the end of the code and the start of the
	 * variables share a page of the file, which gets mapped twice, with different rights.
	 */
	. = ALIGN(CONSTANT(MAXPAGESIZE)) + (. & (CONSTANT(MAXPAGESIZE) - 1));
	.data : { *(.data .data.*[=variables]) }
	.bss : { *(.bss .bss.*[=zeros]) *(COMMON) }

	/* Functions to call before main. A C library does that; without one they are not called. */
	.init_array : { KEEP(*(.preinit_array .init_array .init_array.* .ctors)) }
	ASSERT(SIZEOF(.init_array) == 0, "constructors need a C library: nothing calls them")

	/* Tables for unwinding, notes and the compiler's name: the kernel does not read them. */
	/DISCARD/ : { *(.eh_frame .eh_frame_hdr .note.gnu.property .comment .note.GNU-stack[=dropped]) }
}
[/#macro]
