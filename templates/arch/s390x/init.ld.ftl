[#include "/init/init.ld.ftl"]
[@layout loadAddress="0x1000000"/]
